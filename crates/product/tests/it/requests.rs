//! Every rule for bodies and query parameters, by table.

use product::model::Money;
use product::query::{ListQuery, Order};
use product::request::{CreateProduct, UpdateProduct};

use crate::support::CREATE;

/// `field reason` of each fault.
fn faults<T: std::fmt::Debug>(result: Result<T, Vec<product::Fault>>) -> Vec<String> {
    let faults = result.unwrap_err();
    faults.iter().map(ToString::to_string).collect()
}

fn create_with(from: &str, to: &str) -> Result<CreateProduct, Vec<product::Fault>> {
    let body = CREATE.replacen(from, to, 1);
    assert_ne!(body, CREATE, "{from}");
    CreateProduct::parse(body.as_bytes())
}

#[test]
fn a_new_product_with_its_defaults() {
    let create = CreateProduct::parse(CREATE.as_bytes()).unwrap();
    assert_eq!(create.name.as_str(), "Web Hosting");
    assert_eq!(create.price, Money::price("99.9").unwrap());
    assert_eq!(create.currency.as_str(), "ZAR");
    assert!(create.active);
    let create = create_with("{", r#"{"currency":"EUR","active":false,"#).unwrap();
    assert_eq!(create.currency.as_str(), "EUR");
    assert!(!create.active);
}

const NAME: &str = r#""Web Hosting""#;
const DESCRIPTION: &str = r#""A place on the web""#;
const FEATURES: &str = r#"["10 mailboxes","5 domains"]"#;

/// What is changed in a good body, to what, and the fault.
const RULES: &[(&str, &str, &str)] = &[
    (NAME, "1", "name must be a text"),
    (NAME, "null", "name must not be null"),
    (NAME, "\"ab\"", "name must have from 3 to 100 characters"),
    (
        NAME,
        "\"a_b_c\"",
        "name must consist of letters, digits and spaces",
    ),
    (NAME, r#""\ud800abc""#, "name must be a text"),
    (NAME, "[\"abc\"]", "name must be a text"),
    (DESCRIPTION, "null", "description must not be null"),
    (
        DESCRIPTION,
        "\"short\"",
        "description must have from 10 to 500 characters",
    ),
    (
        DESCRIPTION,
        r#""A place on the web\uffff""#,
        "description must not have the characters U+FFFE and U+FFFF",
    ),
    ("99.90", "null", "price must not be null"),
    ("99.90", "\"99.90\"", "price must be a number"),
    ("99.90", "0", "price must be from 0.01 to 999999.99"),
    ("99.90", "-1", "price must be from 0.01 to 999999.99"),
    ("99.90", "1000000", "price must be from 0.01 to 999999.99"),
    ("99.90", "1e400", "price must be from 0.01 to 999999.99"),
    ("99.90", "1.005", "price must have at most two decimals"),
    ("99.90", "true", "price must be a number"),
    ("\"monthly\"", "null", "billingCycle must not be null"),
    (
        "\"monthly\"",
        "\"daily\"",
        "billingCycle must be monthly, quarterly or yearly",
    ),
    (FEATURES, "null", "features must not be null"),
    (FEATURES, "{}", "features must be a list"),
    (FEATURES, "[]", "features must have from 1 to 20 entries"),
    (
        FEATURES,
        "[\"10 mailboxes\",null]",
        "features[1] must not be null",
    ),
    (
        FEATURES,
        "[\"10 mailboxes\",7]",
        "features[1] must be a text",
    ),
    (
        FEATURES,
        "[\"tiny\"]",
        "features[0] must have from 5 to 200 characters",
    ),
    (
        FEATURES,
        "[\"10 mailboxes\u{fffe}\"]",
        "features[0] must not have the characters U+FFFE and U+FFFF",
    ),
    ("{", r#"{"currency":null,"#, "currency must not be null"),
    (
        "{",
        r#"{"currency":"zar","#,
        "currency must be three capital letters, like ZAR",
    ),
    ("{", r#"{"active":null,"#, "active must not be null"),
    ("{", r#"{"active":1,"#, "active must be true or false"),
    ("{", r#"{"colour":"red","#, "colour is not a known field"),
    (
        "{",
        r#"{"productId":null,"#,
        "productId is not a known field",
    ),
    ("{", r#"{"Name":"Other","#, "Name is not a known field"),
    ("{", r#"{"name":"Other","#, "name must be given only once"),
    (
        "{",
        r#"{"n\u0061me":"Other","#,
        "name must be given only once",
    ),
    (r#""price":99.90,"#, "", "price is missing"),
];

#[test]
fn every_rule_of_a_new_product() {
    for (from, to, expected) in RULES {
        assert_eq!(faults(create_with(from, to)), [*expected], "{from} -> {to}");
    }
    let many = format!("[{}]", vec!["\"a feature\""; 21].join(","));
    assert_eq!(
        faults(create_with(FEATURES, &many)),
        ["features must have from 1 to 20 entries"]
    );
}

#[test]
fn all_faults_come_at_once() {
    let body =
        r#"{"name":"x","price":0,"features":["ok then","no",null],"colour":1,"active":"yes"}"#;
    let mut found = faults(CreateProduct::parse(body.as_bytes()));
    found.sort();
    assert_eq!(
        found,
        [
            "active must be true or false",
            "billingCycle is missing",
            "colour is not a known field",
            "description is missing",
            "features[1] must have from 5 to 200 characters",
            "features[2] must not be null",
            "name must have from 3 to 100 characters",
            "price must be from 0.01 to 999999.99",
        ]
    );
}

#[test]
fn what_is_no_object_is_refused() {
    for (body, expected) in [
        (&b""[..], "body must not be empty"),
        (b" \n", "body must not be empty"),
        (b"null", "body must be an object"),
        (b"[]", "body must be an object"),
        (b"\"text\"", "body must be an object"),
        (b"7", "body must be an object"),
        (b"{", "body is not JSON at line 1 column 1"),
        (b"{} x", "body is not JSON at line 1 column 4"),
        (b"{\"a\":01}", "body is not JSON at line 1 column 7"),
        (b"\xff\xfe", "body must be UTF-8"),
        (b"\xef\xbb\xbf{}", "body is not JSON at line 1 column 1"),
    ] {
        assert_eq!(faults(CreateProduct::parse(body)), [expected]);
        assert_eq!(faults(UpdateProduct::parse(body)), [expected]);
    }
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    assert_eq!(
        faults(UpdateProduct::parse(
            format!("{{\"name\":{deep}}}").as_bytes()
        )),
        ["name must be a text"]
    );
}

#[test]
fn a_change_of_some_fields() {
    let change = UpdateProduct::parse(br#"{"price":1e2,"active":true}"#).unwrap();
    assert_eq!(change.price, Some(Money::price("100").unwrap()));
    assert_eq!(change.active, Some(true));
    assert_eq!(change.name, None);
    for (body, expected) in [
        ("{}", vec!["body must change at least one field"]),
        (r#"{"colour":1}"#, vec!["colour is not a known field"]),
        (r#"{"version":3}"#, vec!["version is not a known field"]),
        (
            r#"{"name":null,"description":null,"price":null,"currency":null,
                "billingCycle":null,"features":null,"active":null}"#,
            vec![
                "name must not be null",
                "description must not be null",
                "price must not be null",
                "currency must not be null",
                "billingCycle must not be null",
                "features must not be null",
                "active must not be null",
            ],
        ),
    ] {
        assert_eq!(faults(UpdateProduct::parse(body.as_bytes())), expected);
    }
}

#[test]
fn a_long_unknown_name_is_cut() {
    let body = format!("{{\"{}\":1}}", "é".repeat(4_000));
    let found = faults(UpdateProduct::parse(body.as_bytes()));
    assert_eq!(found, [format!("{} is not a known field", "é".repeat(64))]);
}

type Parameters = [(&'static str, &'static str)];

/// What is wrong with which parameters.
const BAD_PARAMETERS: &[(&Parameters, &[&str])] = &[
    (&[("order", "up")], &["order must be asc or desc"]),
    (
        &[("limit", "0")],
        &["limit must be a whole number from 1 to 100"],
    ),
    (
        &[("limit", "101")],
        &["limit must be a whole number from 1 to 100"],
    ),
    (
        &[("limit", "+5")],
        &["limit must be a whole number from 1 to 100"],
    ),
    (
        &[("limit", "")],
        &["limit must be a whole number from 1 to 100"],
    ),
    (&[("minPrice", "cheap")], &["minPrice must be a number"]),
    (
        &[("minPrice", "-1")],
        &["minPrice must be from 0 to 999999.99"],
    ),
    (
        &[("maxPrice", "1.005")],
        &["maxPrice must have at most two decimals"],
    ),
    (
        &[("minPrice", "2"), ("maxPrice", "1.99")],
        &["minPrice must not be above maxPrice"],
    ),
    (&[("page", "2")], &["page is not a known parameter"]),
    (
        &[("limit", "1"), ("limit", "2")],
        &["limit must be given only once"],
    ),
    (
        &[("name", "ab")],
        &["name must have from 3 to 100 characters"],
    ),
    (
        &[("name", "abc"), ("order", "asc"), ("limit", "1")],
        &[
            "order cannot be combined with name",
            "limit cannot be combined with name",
        ],
    ),
    (
        &[("order", ""), ("limit", "x"), ("nextToken", "x")],
        &[
            "order must be asc or desc",
            "limit must be a whole number from 1 to 100",
        ],
    ),
];

fn parse(parameters: &[(&str, &str)]) -> Result<ListQuery, Vec<product::Fault>> {
    ListQuery::parse(parameters.iter().copied())
}

#[test]
fn list_parameters() {
    let parse = |parameters: &[(&str, &str)]| ListQuery::parse(parameters.iter().copied());
    let Ok(ListQuery::Price { query, .. }) = parse(&[]) else {
        panic!()
    };
    assert_eq!((query.order, query.limit), (Order::Ascending, 20));
    assert_eq!(
        (query.min_price, query.max_price),
        (Money::ZERO, Money::MAX)
    );
    let Ok(ListQuery::Price { query, .. }) = parse(&[
        ("order", "desc"),
        ("minPrice", "0"),
        ("maxPrice", "10.50"),
        ("limit", "100"),
    ]) else {
        panic!()
    };
    assert_eq!((query.order, query.limit), (Order::Descending, 100));
    assert_eq!(query.max_price, Money::price("10.5").unwrap());
    let Ok(ListQuery::Name(name)) = parse(&[("name", "WEB  hosting")]) else {
        panic!()
    };
    assert_eq!(name.as_str(), "web hosting");
}

#[test]
fn every_rule_of_list_parameters() {
    for (parameters, expected) in BAD_PARAMETERS {
        assert_eq!(faults(parse(parameters)), *expected, "{parameters:?}");
    }
}
