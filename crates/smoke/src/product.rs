//! The product system: the life of one product, what must be refused, the audit log, and a poison message.

use emulator::Inspector;
use serde_json::{Map, Value, json};

use super::checks::{Checks, Look, Waiting};
use super::http::{Answer, Api};
use super::{Outputs, SmokeTest, Surroundings};

const INFRASTRUCTURE: &str = "product/infrastructure";
const DEPLOYMENT: &str = "product/api-deployment";
const PRODUCTS: &str = "/v1.0/products";
const NOBODY: &str = "/v1.0/products/00000000-0000-4000-8000-000000000000";
const BUCKET: &str = "s3_audit_bucket_name";
const NAME: &str = "Rehearsal Hosting 1";
const PRICE: f64 = 99.5;
const NEW_PRICE: f64 = 149.99;

/// No event, and never will be one.
const POISON: &str = "{\"this is\": \"no event\"}";

/// The smoke test of the product system.
#[derive(Debug)]
pub(crate) struct Product;

impl SmokeTest for Product {
    fn entrance(&self) -> &'static str {
        DEPLOYMENT
    }

    fn url<'a>(&self, outputs: &'a Outputs) -> Result<&'a str, String> {
        super::text(outputs, DEPLOYMENT, "api_url")
    }

    fn looks(&self) -> &'static [&'static str] {
        &[
            "the list",
            "a product that is not there",
            "a write without a key",
        ]
    }

    fn look(&self, api: &Api, checks: &mut Checks<'_>) {
        // A new deployment of an API is not everywhere at once.
        checks.next(|wait| wait.until(|| Ok(pending(list(api, "?limit=1")))));
        checks.next(|_| refusal("GET", api.get(NOBODY), 404));
        checks.next(|_| {
            let body = product("Nobody's");
            refusal("POST", api.call("POST", PRODUCTS, &[], Some(&body)), 403)
        });
    }

    fn names(&self) -> &'static [&'static str] {
        &[
            "an address and a key",
            "create",
            "readable",
            "listed by price and by name",
            "refusals",
            "update with If-Match",
            "a stale If-Match is refused",
            "delete",
            "audit objects in the bucket",
            "a poison message in its DLQ, and nothing else in any queue",
        ]
    }

    fn run(&self, surroundings: &Surroundings<'_>, checks: &mut Checks<'_>) {
        // Each check builds on the one before it: the first that fails ends it.
        let _ = life(surroundings, checks);
    }

    fn invitation(
        &self,
        inspector: &Inspector,
        outputs: &Outputs,
    ) -> Option<(String, Vec<String>)> {
        let surroundings = Surroundings { inspector, outputs };
        let (url, key) = address(&surroundings).ok()?;
        let body = product("Starter Hosting");
        let lines = vec![
            format!("curl -s '{url}{PRODUCTS}'"),
            format!(
                "curl -s -X POST '{url}{PRODUCTS}' -H 'x-api-key: {key}' -H 'content-type: \
                 application/json' -d '{body}'"
            ),
            format!("curl -s '{url}{PRODUCTS}?name=starter%20hosting'"),
        ];
        Some((url, lines))
    }
}

/// The life of a product, from its creation to its last trace.
fn life(surroundings: &Surroundings<'_>, checks: &mut Checks<'_>) -> Option<()> {
    let (url, key) = checks.next(|_| address(surroundings))?;
    let api = Api::new(url).with_key(key);
    let id = checks.next(|_| create(&api))?;
    let path = format!("{PRODUCTS}/{id}");
    let etag = checks.next(|wait| readable(&api, &path, wait))?;
    checks.next(|wait| wait.until(|| listed(&api, &id)))?;
    checks.next(|_| refusals(&api))?;
    checks.next(|wait| update(&api, &path, &etag, wait))?;
    checks.next(|_| {
        let stale = [("if-match", etag.as_str())];
        let change = json!({ "price": 1 });
        api.write("PUT", &path, &stale, Some(&change))?.expect(412)
    })?;
    checks.next(|wait| delete(&api, &path, &id, wait))?;
    let audited = checks.next(|wait| audit(surroundings, &id, wait))?;
    checks.next(|wait| {
        poison(surroundings, wait)?;
        match objects(surroundings)? {
            now if now == audited => Ok(()),
            now => Err(format!("the audit log has {} objects now", now.len())),
        }
    })
}

/// Where the API answers here, and the key for writes.
fn address(surroundings: &Surroundings<'_>) -> Result<(String, String), String> {
    let deployed = surroundings.output(DEPLOYMENT, "api_url")?;
    let url = surroundings.inspector.invoke_url(deployed);
    let url = url.ok_or_else(|| format!("`{deployed}` is no address of API Gateway"))?;
    let key = surroundings.output(DEPLOYMENT, "api_key_id")?;
    let key = surroundings.inspector.api_key(key);
    Ok((url, key.map_err(|error| error.to_string())?))
}

fn product(name: &str) -> Value {
    json!({
        "name": name,
        "description": "Made to see whether everything works together.",
        "price": PRICE,
        "billingCycle": "monthly",
        "features": ["10 GB of space", "1 domain"],
    })
}

/// Creates a product, twice with one `Idempotency-Key`, and returns its id.
fn create(api: &Api) -> Result<String, String> {
    let key = [("idempotency-key", "rehearsal-1")];
    let send = || {
        api.write("POST", PRODUCTS, &key, Some(&product(NAME)))?
            .expect(202)
    };
    let first = send()?;
    let id = text(&first.json()?, "productId")?;
    let location = first.header("location")?;
    // It may be relative: `products/<id>`, as seen from the collection.
    if !location.ends_with(&format!("products/{id}")) {
        return Err(format!("Location is `{location}`"));
    }
    let again = text(&send()?.json()?, "productId")?;
    if again != id {
        return Err(format!("a retry made another product: {again} beside {id}"));
    }
    Ok(id)
}

/// Waits until it can be read, and returns its tag.
fn readable(api: &Api, path: &str, wait: &Waiting<'_>) -> Result<String, String> {
    let answer = wait.until(|| api.get(path)?.expect_after(404, 200))?;
    let found = answer.json()?;
    for (name, expected) in [
        ("name", json!(NAME)),
        ("price", json!(PRICE)),
        ("currency", json!("ZAR")),
        ("active", json!(true)),
        ("version", json!(1)),
    ] {
        if found[name] != expected {
            return Err(format!("`{name}` is {}, not {expected}", found[name]));
        }
    }
    answer.header("etag").map(str::to_owned)
}

/// It is in the list, and found by its name in another case.
fn listed(api: &Api, id: &str) -> Result<Look<()>, String> {
    let by_price = list(
        api,
        &format!("?limit=100&minPrice={PRICE}&maxPrice={PRICE}"),
    )?;
    if !by_price.contains(&id.to_owned()) {
        return Ok(Look::Pending("it is not in the list by price".to_owned()));
    }
    match list(api, "?name=rehearsal%20HOSTING%201")?.as_slice() {
        [found] if found == id => Ok(Look::Done(())),
        [] => Ok(Look::Pending("its name does not find it".to_owned())),
        found => Err(format!("its name finds {found:?}")),
    }
}

/// The ids in a list.
fn list(api: &Api, query: &str) -> Result<Vec<String>, String> {
    let answer = api.get(&format!("{PRODUCTS}{query}"))?.expect(200)?;
    let body = answer.json()?;
    let items = body["items"].as_array().ok_or("the list has no `items`")?;
    items.iter().map(|item| text(item, "productId")).collect()
}

/// What must not be taken is not.
fn refusals(api: &Api) -> Result<(), String> {
    let (good, bad) = (product("Another Name"), json!({ "name": "x" }));
    refusal("no key", api.call("POST", PRODUCTS, &[], Some(&good)), 403)?;
    refusal(
        "a bad body",
        api.write("POST", PRODUCTS, &[], Some(&bad)),
        400,
    )?;
    let taken = api.write("POST", PRODUCTS, &[], Some(&product(&NAME.to_uppercase())));
    refusal("a name that is taken", taken, 409)?;
    refusal("a product that is not there", api.get(NOBODY), 404)?;
    refusal("no such path", api.get("/v1.0/nothing"), 404)
}

/// Something was refused, with this status and in the form that all refusals have.
fn refusal(what: &str, answer: Result<Answer, String>, status: u16) -> Result<(), String> {
    let answer = answer.and_then(|answer| answer.expect(status));
    let answer = answer.map_err(|problem| format!("{what}: {problem}"))?;
    let body = answer.json()?;
    for field in ["error", "message", "requestId"] {
        text(&body, field).map_err(|problem| format!("{what}: {problem}"))?;
    }
    Ok(())
}

/// What may still come right.
fn pending<T>(answer: Result<T, String>) -> Look<T> {
    answer.map_or_else(Look::Pending, Look::Done)
}

/// Changes the price of the product as it was seen, and waits for it.
fn update(api: &Api, path: &str, etag: &str, wait: &Waiting<'_>) -> Result<(), String> {
    let change = json!({ "price": NEW_PRICE });
    let seen = [("if-match", etag)];
    api.write("PUT", path, &seen, Some(&change))?.expect(202)?;
    wait.until(|| repriced(api, path))
}

/// The new price is there; until then it is the old one.
fn repriced(api: &Api, path: &str) -> Result<Look<()>, String> {
    let price = &api.get(path)?.expect(200)?.json()?["price"];
    let problem = format!("the price is {price}, not {NEW_PRICE}");
    if *price == json!(NEW_PRICE) {
        return Ok(Look::Done(()));
    }
    if *price == json!(PRICE) {
        return Ok(Look::Pending(problem));
    }
    Err(problem)
}

/// Retires the product, and waits until nobody sees it.
fn delete(api: &Api, path: &str, id: &str, wait: &Waiting<'_>) -> Result<(), String> {
    api.write("DELETE", path, &[], None)?.expect(202)?;
    wait.until(|| api.get(path)?.expect_after(200, 404))?;
    wait.until(|| {
        if list(api, "?limit=100")?.contains(&id.to_owned()) {
            return Ok(Look::Pending("it is still in the list".to_owned()));
        }
        Ok(Look::Done(()))
    })
}

/// The three changes are in the audit log, each with what was before and after. Returns all that is there.
fn audit(
    surroundings: &Surroundings<'_>,
    id: &str,
    wait: &Waiting<'_>,
) -> Result<Vec<String>, String> {
    let keys = wait.until(|| {
        let keys = objects(surroundings)?;
        match keys.iter().filter(|key| key.contains(id)).count() {
            3 => Ok(Look::Done(keys)),
            count @ 0..3 => Ok(Look::Pending(format!(
                "the bucket has {count} objects of the product, not 3"
            ))),
            count => Err(format!(
                "the bucket has {count} objects of the product, not 3"
            )),
        }
    })?;
    let bucket = surroundings.output(INFRASTRUCTURE, BUCKET)?;
    let mut told = Map::new();
    for key in keys.iter().filter(|key| key.contains(id)) {
        let object = surroundings.inspector.object(bucket, key);
        let object = object.map_err(|error| error.to_string())?;
        let entry: Value =
            serde_json::from_slice(&object).map_err(|error| format!("{key}: {error}"))?;
        text(&entry, "who")?;
        text(&entry, "when")?;
        told.insert(text(&entry, "changeType")?, change(&entry));
    }
    let (told, expected) = (Value::Object(told), changes());
    if told != expected {
        return Err(format!("the audit log tells of {told}, not of {expected}"));
    }
    Ok(keys)
}

/// What is in the bucket of the audit log.
fn objects(surroundings: &Surroundings<'_>) -> Result<Vec<String>, String> {
    let bucket = surroundings.output(INFRASTRUCTURE, BUCKET)?;
    let keys = surroundings.inspector.objects(bucket);
    keys.map_err(|error| error.to_string())
}

/// What the changes of the product came to, by their kind.
fn changes() -> Value {
    let product = |price: f64, active: bool| json!({ "price": price, "active": active });
    let (made, changed) = (product(PRICE, true), product(NEW_PRICE, true));
    json!({
        "CREATE": { "before": null, "after": made },
        "UPDATE": { "before": made, "after": changed },
        "DELETE": { "before": changed, "after": product(NEW_PRICE, false) },
    })
}

/// What an entry of the audit log says of that.
fn change(entry: &Value) -> Value {
    let product = |product: &Value| match product {
        Value::Object(it) => json!({ "price": it.get("price"), "active": it.get("active") }),
        other => other.clone(),
    };
    json!({ "before": product(&entry["before"]), "after": product(&entry["after"]) })
}

/// A message that no try makes better ends in the dead letters, alone.
fn poison(surroundings: &Surroundings<'_>, wait: &Waiting<'_>) -> Result<(), String> {
    let output = |name| surroundings.output(INFRASTRUCTURE, name);
    let (queue, dlq) = (output("sqs_queue_url")?, output("sqs_dlq_name")?);
    let inspector = surroundings.inspector;
    // Each of its three tries lasts as long as the queue hides a message: more than nine minutes in all,
    // which nobody waits for. For this message alone it is a second.
    let usual = inspector
        .visibility_timeout(queue)
        .map_err(|error| error.to_string())?;
    let hide_for = |seconds| {
        let done = inspector.set_visibility_timeout(queue, seconds);
        done.map_err(|error| error.to_string())
    };
    hide_for(1)?;
    let sent = inspector
        .send(queue, POISON)
        .map_err(|error| error.to_string());
    let arrived = sent.and_then(|()| wait.until(|| only_letters(inspector, dlq, &[POISON])));
    // Why it did not arrive is worth more than why the rest did not go well.
    arrived.and(hide_for(usual))
}

/// The queue `dlq` holds these messages, and every other queue none. Others may be on their way.
fn only_letters(inspector: &Inspector, dlq: &str, expected: &[&str]) -> Result<Look<()>, String> {
    let queues = inspector.queues().map_err(|error| error.to_string())?;
    for queue in &queues {
        let found = inspector.messages(&queue.name);
        let found = found.map_err(|error| error.to_string())?;
        let is_dlq = queue.name == dlq;
        let expected = if is_dlq { expected } else { &[] };
        let problem = format!(
            "`{}` holds {} messages, not {}",
            queue.name,
            found.len(),
            expected.len()
        );
        if is_dlq && !expected.starts_with(&found.iter().map(String::as_str).collect::<Vec<_>>()) {
            return Err(problem);
        }
        if found != expected {
            return Ok(Look::Pending(problem));
        }
    }
    Ok(Look::Done(()))
}

/// A text in an object.
fn text(object: &Value, name: &str) -> Result<String, String> {
    let text = object[name].as_str();
    text.map(str::to_owned)
        .ok_or_else(|| format!("`{name}` is missing in {object}"))
}

#[cfg(test)]
mod tests;
