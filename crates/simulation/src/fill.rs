//! Making up what is not known.

use rmpv::Value;

use crate::SimulationError;
use crate::aws;
use crate::maps;
use crate::place::Place;
use crate::types::{Field, Type};
use crate::value::{get, is_unknown};

/// The value with something for all that is not known in it.
pub(crate) fn filled(place: Place<'_>, value: &Value, of: &Type) -> Result<Value, SimulationError> {
    if is_unknown(value) {
        return Ok(made_up(place, of));
    }
    match (value, of) {
        (Value::Map(entries), Type::Object(fields)) => {
            let fields = fields
                .iter()
                .map(|field| Ok((name(field), of_object(place, value, entries, field)?)));
            fields.collect::<Result<_, _>>().map(Value::Map)
        }
        (Value::Map(entries), Type::Map(of)) => {
            let entries = entries.iter().map(|(key, inner)| {
                let seed = place
                    .seed
                    .of_element(key.as_str().unwrap_or_default().as_bytes());
                let place = Place {
                    seed: &seed,
                    ..place
                };
                Ok((key.clone(), filled(place, inner, of)?))
            });
            entries.collect::<Result<_, _>>().map(Value::Map)
        }
        (Value::Array(elements), Type::List(of)) => {
            let elements = elements.iter().enumerate().map(|(at, inner)| {
                let seed = place.seed.of_element(&at.to_le_bytes());
                filled(
                    Place {
                        seed: &seed,
                        ..place
                    },
                    inner,
                    of,
                )
            });
            elements.collect::<Result<_, _>>().map(Value::Array)
        }
        (Value::Array(elements), Type::Tuple(types)) => {
            let elements = elements.iter().zip(types);
            let elements = elements.map(|(inner, of)| filled(place, inner, of));
            elements.collect::<Result<_, _>>().map(Value::Array)
        }
        (Value::Array(pair), Type::Dynamic) => of_its_own_type(place, pair),
        _ => Ok(value.clone()),
    }
}

fn of_object(
    place: Place<'_>,
    object: &Value,
    entries: &[(Value, Value)],
    field: &Field,
) -> Result<Value, SimulationError> {
    let value = get(object, &field.name).unwrap_or(&Value::Nil);
    match (field.name.as_str(), is_unknown(value)) {
        _ if field.write_only => Ok(Value::Nil),
        // What the provider adds to a resource's own tags was known with them.
        ("tags_all", true) => Ok(tags(entries)),
        (name, _) => {
            let path = [place.path, &[name]].concat();
            filled(
                Place {
                    path: &path,
                    ..place
                },
                value,
                &field.of,
            )
        }
    }
}

/// A value that brings its type along.
fn of_its_own_type(place: Place<'_>, pair: &[Value]) -> Result<Value, SimulationError> {
    let [of, value] = pair else {
        return Err(SimulationError::Value);
    };
    let text = of.as_slice().or(of.as_str().map(str::as_bytes));
    let parsed = Type::parse(text.ok_or(SimulationError::Value)?)?;
    let value = filled(place, value, &parsed)?;
    Ok(Value::Array(vec![of.clone(), value]))
}

/// A value out of nothing.
fn made_up(place: Place<'_>, of: &Type) -> Value {
    match of {
        Type::String => Value::from(aws::text(place)),
        Type::Number => Value::from(aws::number(place)),
        Type::Bool => Value::from(aws::truth(place)),
        Type::Dynamic => Value::Nil,
        Type::List(of) => {
            let elements = (0..aws::count(place)).map(|nth| element(place, nth, of));
            Value::Array(elements.collect())
        }
        Type::Map(of) => {
            let entries = maps::keys(place).into_iter().map(|key| {
                let seed = place.seed.of_element(key.as_bytes());
                let path = [place.path, &[key.as_str()]].concat();
                let place = Place {
                    path: &path,
                    seed: &seed,
                    ..place
                };
                let value = made_up(place, of);
                (Value::from(key), value)
            });
            Value::Map(entries.collect())
        }
        Type::Tuple(types) => {
            let elements = types.iter().map(|of| made_up(place, of));
            Value::Array(elements.collect())
        }
        Type::Object(fields) => {
            let fields = fields
                .iter()
                .map(|field| (name(field), of_new(place, field)));
            Value::Map(fields.collect())
        }
    }
}

/// One of a list. What is said of the first is said of the whole resource, if that asks for it.
fn element(place: Place<'_>, nth: usize, of: &Type) -> Value {
    let place = Place { nth, ..place };
    if nth == 0 {
        return made_up(place, of);
    }
    let seed = &place.seed.of_element(&nth.to_le_bytes());
    made_up(Place { seed, ..place }, of)
}

fn of_new(place: Place<'_>, field: &Field) -> Value {
    if field.write_only {
        return Value::Nil;
    }
    let path = [place.path, &[field.name.as_str()]].concat();
    made_up(
        Place {
            path: &path,
            ..place
        },
        &field.of,
    )
}

fn name(field: &Field) -> Value {
    Value::from(field.name.as_str())
}

fn tags(entries: &[(Value, Value)]) -> Value {
    let tags = entries.iter().find(|(key, _)| key.as_str() == Some("tags"));
    let tags = tags.and_then(|(_, tags)| tags.as_map());
    let known = tags.into_iter().flatten();
    let known = known.filter(|(_, value)| !is_unknown(value));
    Value::Map(known.cloned().collect())
}

/// What is planned when a value is configured: what is only written is not there, and what the provider computes is
/// `unset` if nobody set it.
pub(crate) fn planned(value: &Value, of: &Type, unset: &Value) -> Value {
    match (value, of) {
        (Value::Map(_), Type::Object(fields)) => {
            let fields = fields.iter().map(|field| {
                let inner = get(value, &field.name).unwrap_or(&Value::Nil);
                (name(field), of_configured(inner, field, unset))
            });
            Value::Map(fields.collect())
        }
        (Value::Map(entries), Type::Map(of)) => {
            let entries = entries.iter();
            let entries = entries.map(|(key, inner)| (key.clone(), planned(inner, of, unset)));
            Value::Map(entries.collect())
        }
        (Value::Array(elements), Type::List(of)) => {
            let elements = elements.iter().map(|inner| planned(inner, of, unset));
            Value::Array(elements.collect())
        }
        _ => value.clone(),
    }
}

fn of_configured(value: &Value, field: &Field, unset: &Value) -> Value {
    match field {
        Field {
            write_only: true, ..
        } => Value::Nil,
        Field { computed: true, .. } if value.is_nil() => unset.clone(),
        Field { of, .. } => planned(value, of, unset),
    }
}
