//! Lists, their pages and their tokens.

use product::Error;
use product::memory::{Secret, block_on};
use product::use_cases::{ProductList, list_products};

use crate::support::{CREATE, World};

pub(crate) fn list(world: &World, parameters: &[(&str, &str)]) -> Result<ProductList, Error> {
    block_on(list_products(
        &world.table,
        &Secret(7),
        parameters.iter().copied(),
    ))
}

pub(crate) fn prices(list: &ProductList) -> Vec<String> {
    list.items
        .iter()
        .map(|product| product.price.to_string())
        .collect()
}

/// A world with ten products that cost 1, 2, ... 10.
fn ten() -> World {
    let world = World::new();
    for number in [3, 9, 1, 10, 5, 7, 2, 8, 4, 6] {
        let body = CREATE
            .replace("Web Hosting", &format!("Product {number}"))
            .replace("99.90", &number.to_string());
        world.create(None, &body).unwrap();
    }
    world.settle();
    world
}

#[test]
fn pages_by_price() {
    let world = ten();
    for (order, expected) in [
        ("asc", ["2 3 4", "5 6 7", "8 9"]),
        ("desc", ["9 8 7", "6 5 4", "3 2"]),
    ] {
        let query = [
            ("order", order),
            ("minPrice", "2"),
            ("maxPrice", "9"),
            ("limit", "3"),
        ];
        let mut token: Option<String> = None;
        for page in expected {
            let mut parameters = query.to_vec();
            parameters.extend(token.as_deref().map(|token| ("nextToken", token)));
            let list = list(&world, &parameters).unwrap();
            assert_eq!(prices(&list).join(" "), page);
            assert_eq!(list.count, list.items.len());
            token = list.next_token;
        }
        assert_eq!(token, None);
    }
    let found = list(&world, &[("name", "PRODUCT 7")]).unwrap();
    assert_eq!(prices(&found), ["7"]);
    let json = serde_json::to_string(&list(&world, &[("name", "nobody")]).unwrap()).unwrap();
    assert_eq!(json, r#"{"items":[],"count":0}"#);
}

#[test]
fn a_token_that_was_touched_is_refused() {
    let world = ten();
    let query = [("minPrice", "2"), ("limit", "3")];
    let token = list(&world, &query).unwrap().next_token.unwrap();
    let with = |token: &str, query: &[(&str, &str)]| {
        let mut parameters = query.to_vec();
        parameters.push(("nextToken", token));
        list(&world, &parameters)
    };
    assert!(with(&token, &query).is_ok());
    // The limit may change, what is listed may not.
    assert!(with(&token, &[("minPrice", "2.00"), ("limit", "5")]).is_ok());
    for other in [
        vec![],
        vec![("minPrice", "2"), ("order", "desc")],
        vec![("minPrice", "2"), ("maxPrice", "9")],
    ] {
        let error = with(&token, &other).unwrap_err();
        assert!(
            error.faults()[0]
                .reason
                .starts_with("belongs to another query")
        );
    }
    let swap = |byte: u8| if byte == b'A' { b'B' } else { b'A' };
    for position in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        bytes[position] = swap(bytes[position]);
        let touched = String::from_utf8(bytes).unwrap();
        assert!(with(&touched, &query).is_err(), "{touched}");
        assert!(with(&token[..position], &query).is_err());
    }
    for touched in [
        format!("{token}A"),
        format!("A{token}"),
        format!("{token}.{token}"),
        "x".repeat(9_999),
        "x".to_owned(),
        ".".to_owned(),
        String::new(),
    ] {
        assert!(with(&touched, &query).is_err());
    }
    let foreign = block_on(list_products(&world.table, &Secret(8), query)).unwrap();
    assert!(with(&foreign.next_token.unwrap(), &query).is_err());
}
