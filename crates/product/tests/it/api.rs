//! The five operations.

use product::apply::Outcome;
use product::event::Change;
use product::item::Cause;
use product::memory::block_on;
use product::model::{Money, ProductId};
use product::request::BODY_LIMIT;
use product::use_cases::{Accepted, get_product};
use product::{Error, Fault};

use crate::lists::{list, prices};
use crate::support::{CREATE, NOW, World, ann, create_named};

impl World {
    pub(crate) fn create(&self, key: Option<&str>, body: &str) -> Result<Accepted, Error> {
        block_on(self.api.create(&ann(), key, body.as_bytes()))
    }

    fn update(&self, id: ProductId, if_match: Option<&str>, body: &str) -> Result<Accepted, Error> {
        block_on(
            self.api
                .update(&ann(), &id.to_string(), if_match, body.as_bytes()),
        )
    }

    fn delete(&self, id: ProductId, if_match: Option<&str>) -> Result<Accepted, Error> {
        block_on(self.api.delete(&ann(), &id.to_string(), if_match))
    }

    fn tag(&self, id: ProductId) -> Result<String, Error> {
        let found = block_on(get_product(&self.table, &id.to_string()))?;
        Ok(found.etag.to_string())
    }

    /// A product that is stored.
    fn stored(&self, name: &str) -> ProductId {
        let accepted = self
            .create(None, &CREATE.replace("Web Hosting", name))
            .unwrap();
        self.settle();
        accepted.product_id
    }
}

#[test]
fn the_life_of_a_product() {
    let world = World::new();
    let id = world.stored("Alpha");
    let tag = world.tag(id).unwrap();
    let found = block_on(get_product(&world.table, &id.to_string().to_uppercase())).unwrap();
    assert_eq!(found.product.created_at.as_millis(), NOW);

    assert_eq!(
        world
            .update(id, Some(&tag), r#"{"price":0.1}"#)
            .unwrap()
            .product_id,
        id
    );
    assert_eq!(world.settle(), [Outcome::Applied]);
    let found = block_on(get_product(&world.table, &id.to_string())).unwrap();
    assert_eq!(found.product.price, Money::price("0.1").unwrap());
    assert_eq!(found.product.version, 2);

    assert_eq!(world.delete(id, Some(&tag)), Err(Error::PreconditionFailed));
    world.delete(id, Some("*")).unwrap();
    world.settle();
    assert_eq!(world.tag(id), Err(Error::NotFound(id)));
    assert_eq!(world.delete(id, None), Err(Error::NotFound(id)));
    assert_eq!(
        world.update(id, None, r#"{"price":1}"#),
        Err(Error::NotFound(id))
    );
    assert_eq!(
        world.update(id, None, r#"{"active":false}"#),
        Err(Error::NotFound(id))
    );
    assert_eq!(list(&world, &[]).unwrap().count, 0);

    world
        .update(id, None, r#"{"active":true,"price":2}"#)
        .unwrap();
    world.settle();
    assert!(world.tag(id).is_ok());
    assert_eq!(prices(&list(&world, &[]).unwrap()), ["2"]);
}

#[test]
fn what_is_refused_before_it_is_published() {
    let world = World::new();
    let id = world.stored("Alpha");
    let other = world.stored("Beta");
    let missing = ProductId::parse("6f0a9d1c-52e1-4c58-9b7e-3c1d84a2f0e6").unwrap();
    let long = format!("{{\"name\":\"{}\"}}", "x".repeat(BODY_LIMIT));
    let taken = CREATE.replace("Web Hosting", "aLPHA");
    let name = |name: &str| create_named(name).name;
    for (answer, expected) in [
        (world.create(None, "{}"), None),
        (world.create(None, &long), Some(Error::BodyTooLarge)),
        (
            world.create(None, &taken),
            Some(Error::NameTaken(name("aLPHA"))),
        ),
        (world.create(Some("a key"), CREATE), None),
        (world.update(id, None, "{}"), None),
        (world.update(id, None, &long), Some(Error::BodyTooLarge)),
        (
            world.update(missing, None, r#"{"price":1}"#),
            Some(Error::NotFound(missing)),
        ),
        (
            world.update(missing, Some("*"), r#"{"active":true}"#),
            Some(Error::NotFound(missing)),
        ),
        (
            world.update(id, Some("\"old\""), r#"{"price":1}"#),
            Some(Error::PreconditionFailed),
        ),
        (world.update(id, Some("old"), r#"{"price":1}"#), None),
        (
            world.update(other, None, r#"{"name":"ALPHA"}"#),
            Some(Error::NameTaken(name("ALPHA"))),
        ),
        (world.delete(missing, None), Some(Error::NotFound(missing))),
        (world.delete(id, Some("")), None),
    ] {
        let error = answer.unwrap_err();
        match expected {
            Some(expected) => assert_eq!(error, expected),
            None => assert!(matches!(error, Error::Invalid(_)), "{error}"),
        }
    }
    for answer in [
        block_on(world.api.delete(&ann(), "x", None)).map(|_| ()),
        block_on(get_product(&world.table, "x")).map(|_| ()),
    ] {
        assert_eq!(
            answer,
            Err(Error::Invalid(vec![Fault::new(
                "productId",
                "must be a UUID"
            )]))
        );
    }
    assert!(world.queue.drain().is_empty());
}

#[test]
fn faults_of_header_path_and_body_come_together() {
    let world = World::new();
    let error = world.create(Some(""), r#"{"name":1}"#).unwrap_err();
    assert_eq!(error.faults()[0].field, "Idempotency-Key");
    assert_eq!(error.faults().len(), 6);
    let error = block_on(world.api.update(&ann(), "x", None, b"{}")).unwrap_err();
    assert_eq!(error.faults().len(), 2);
}

#[test]
fn a_body_of_exactly_ten_kilobytes_is_read() {
    let world = World::new();
    let body = format!("{CREATE}{}", " ".repeat(BODY_LIMIT - CREATE.len()));
    assert_eq!(body.len(), 10_240);
    assert!(world.create(None, &body).is_ok());
    assert_eq!(
        world.create(None, &format!("{body} ")),
        Err(Error::BodyTooLarge)
    );
}

#[test]
fn names_are_looked_up_only_when_they_are_to_be_taken() {
    let world = World::new();
    let id = world.stored("Alpha");
    let other = world.stored("Beta");
    // Its own name in other letters, and a name for what is to become inactive.
    world.update(id, None, r#"{"name":"ALPHA"}"#).unwrap();
    world
        .update(other, None, r#"{"name":"Alpha","active":false}"#)
        .unwrap();
    assert_eq!(world.settle(), [Outcome::Applied, Outcome::Applied]);
    // Restored, it would have the other's name.
    let answer = world.update(other, None, r#"{"active":true}"#);
    assert!(matches!(answer, Err(Error::NameTaken(_))));
    world
        .update(other, None, r#"{"active":true,"name":"Beta"}"#)
        .unwrap();
    assert_eq!(world.settle(), [Outcome::Applied]);
    // A product that starts inactive takes no name.
    let draft = CREATE
        .replace("Web Hosting", "Beta")
        .replacen('{', r#"{"active":false,"#, 1);
    world.create(None, &draft).unwrap();
    assert_eq!(world.settle(), [Outcome::Applied]);
    assert_eq!(list(&world, &[]).unwrap().count, 2);
}

#[test]
fn an_idempotency_key_makes_one_product() {
    let world = World::new();
    let first = world.create(Some("order-1"), CREATE).unwrap();
    world.clock.set(NOW + 5_000);
    // A retry before the first try is applied: published again, with another time, to no effect.
    assert_eq!(world.create(Some("order-1"), CREATE).unwrap(), first);
    assert_eq!(world.settle(), [Outcome::Applied, Outcome::Duplicate]);
    let found = block_on(get_product(&world.table, &first.product_id.to_string())).unwrap();
    assert_eq!(found.product.created_at.as_millis(), NOW);
    assert_eq!(found.product.version, 1);
    // A retry after it, in another form of the same product: answered the same, and nothing.
    let same = CREATE
        .replace("99.90", "99.9")
        .replace('{', "{ \"active\":true,");
    assert_eq!(world.create(Some("order-1"), &same).unwrap(), first);
    assert_eq!(world.settle(), [Outcome::Duplicate]);
    // After a deletion: still nothing.
    world.delete(first.product_id, None).unwrap();
    world.settle();
    assert_eq!(world.create(Some("order-1"), CREATE).unwrap(), first);
    assert_eq!(world.settle(), [Outcome::Duplicate]);
    assert_eq!(list(&world, &[]).unwrap().count, 0);
    // Another key is another product.
    assert_ne!(world.create(Some("order-2"), CREATE).unwrap(), first);
}

#[test]
fn an_idempotency_key_of_another_product_is_never_taken_for_a_retry() {
    let world = World::new();
    let first = world.create(Some("1"), CREATE).unwrap();
    // Before the first is applied, after that, with its name and with another.
    let others = [("Web Hosting", "99.91"), ("Another", "99.90")];
    let send = |(name, price): (&str, &str)| {
        let body = CREATE.replace("Web Hosting", name);
        world.create(Some("1"), &body.replace("99.90", price))
    };
    let cause = Cause::KeyUsed;
    let refused = Outcome::Refused { cause };
    assert_eq!(send(others[0]), Ok(first));
    assert_eq!(world.settle(), [Outcome::Applied, refused.clone()]);
    assert_eq!(send(others[1]), Ok(first));
    assert_eq!(send(others[0]), Ok(first));
    assert_eq!(world.settle(), [refused, Outcome::Duplicate]);
    assert_eq!(world.table.changes().unwrap().len(), 3);
    assert_eq!(prices(&list(&world, &[]).unwrap()), ["99.9"]);
}

#[test]
fn a_refused_product_is_created_once_it_is_corrected() {
    let world = World::new();
    // Both are accepted before either is applied.
    world.create(Some("1"), CREATE).unwrap();
    let second = world.create(Some("2"), CREATE).unwrap();
    let outcomes = world.settle();
    assert!(matches!(outcomes[1], Outcome::Refused { .. }));
    let corrected = CREATE.replace("Web Hosting", "Mail Hosting");
    assert_eq!(world.create(Some("2"), &corrected), Ok(second));
    assert_eq!(world.settle(), [Outcome::Applied]);
    assert!(world.tag(second.product_id).is_ok());
    // The refused one stays so, even when its name is free.
    let first = world.create(Some("1"), CREATE).unwrap();
    world.settle();
    world.delete(first.product_id, None).unwrap();
    world.settle();
    assert_eq!(world.create(Some("2"), CREATE), Ok(second));
    assert_eq!(world.settle(), [Outcome::Duplicate]);
    assert_eq!(list(&world, &[]).unwrap().count, 1);
}

#[test]
fn a_change_comes_after_what_its_caller_saw_even_when_the_clock_is_behind() {
    let world = World::new();
    let id = world.stored("Alpha");
    world.clock.set(NOW - 60_000);
    world.update(id, None, r#"{"price":7}"#).unwrap();
    let events = world.queue.drain();
    assert_eq!(events[0].occurred_at.as_millis(), NOW + 1);
    assert!(matches!(events[0].change, Change::Update(_)));
    assert_eq!(
        block_on(world.writer.apply(&events[0])),
        Ok(Outcome::Applied)
    );
    assert_eq!(prices(&list(&world, &[]).unwrap()), ["7"]);
}
