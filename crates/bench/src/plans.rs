//! Plans as JSON, to be compared.

use std::collections::BTreeMap;
use std::io;

use camino::Utf8Path;
use serde_json::Value;

/// Plans by `<env>/<system>/<stack>.json`, without what is different each time that terraform makes them.
#[derive(Debug, Default)]
pub struct Plans(BTreeMap<String, Value>);

impl Plans {
    pub(crate) fn add(&mut self, name: String, mut plan: Value) {
        if let Some(plan) = plan.as_object_mut() {
            plan.remove("timestamp");
        }
        // Terraform lists them in the order of a map in memory, another one each time.
        let relevant = plan.get_mut("relevant_attributes");
        if let Some(relevant) = relevant.and_then(Value::as_array_mut) {
            relevant.sort_by_key(ToString::to_string);
        }
        self.0.insert(name, plan);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The names of those that the others do not have, or not so.
    pub fn unequal<'a>(&'a self, others: &Self) -> Vec<&'a str> {
        let plans = self.0.iter();
        let unequal = plans.filter(|(name, plan)| others.0.get(*name) != Some(plan));
        unequal.map(|(name, _)| name.as_str()).collect()
    }

    /// Those that `verify --plans` wrote to a folder.
    pub fn read(dir: &Utf8Path) -> io::Result<Self> {
        let mut plans = Self::default();
        plans.read_below(dir, dir)?;
        Ok(plans)
    }

    fn read_below(&mut self, root: &Utf8Path, dir: &Utf8Path) -> io::Result<()> {
        for entry in dir.read_dir_utf8()? {
            let path = entry?.into_path();
            if path.is_dir() {
                self.read_below(root, &path)?;
            } else {
                let name = path.strip_prefix(root).unwrap_or(&path).to_string();
                self.add(name, serde_json::from_slice(&std::fs::read(&path)?)?);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn plans_that_differ_in_more_than_their_time_are_not_equal() {
        let temp = tempfile::tempdir().unwrap();
        let dir = Utf8Path::from_path(temp.path()).unwrap();
        std::fs::create_dir_all(dir.join("dev/shop")).unwrap();
        let write = |plan: Value| {
            std::fs::write(dir.join("dev/shop/api.json"), plan.to_string()).unwrap();
            Plans::read(dir).unwrap()
        };
        let plan = |time: &str, value: u8| {
            let relevant = if value == 1 { ["a", "b"] } else { ["b", "a"] };
            json!({ "timestamp": time, "value": value % 2, "relevant_attributes": relevant })
        };
        let first = write(plan("now", 1));
        assert_eq!(first.count(), 1);
        let later = write(plan("later", 1));
        assert_eq!(first.unequal(&later), [""; 0]);
        let ordered = write(plan("now", 3));
        assert_eq!(first.unequal(&ordered), [""; 0], "the order is none");
        let name = ["dev/shop/api.json"];
        assert_eq!(first.unequal(&write(plan("now", 2))), name);
        assert_eq!(first.unequal(&Plans::default()), name);
    }
}
