use proptest::prelude::*;

use super::*;

#[test]
fn names() {
    for (text, kept) in [
        ("Abc", "Abc"),
        ("  Web   Hosting 2 ", "Web Hosting 2"),
        ("Skoolé Ω", "Skoolé Ω"),
        ("Skoole\u{301} \u{2126}", "Skoolé Ω"),
        (&"e\u{301}".repeat(100), &"é".repeat(100)),
        (&"é".repeat(100), &"é".repeat(100)),
    ] {
        assert_eq!(Name::parse(text).unwrap().as_str(), kept);
    }
    for (text, reason) in [
        ("", "must have from 3 to 100 characters"),
        ("     ", "must have from 3 to 100 characters"),
        (" ab ", "must have from 3 to 100 characters"),
        (&"a".repeat(101), "must have from 3 to 100 characters"),
        ("a-b-c", "must consist of letters, digits and spaces"),
        ("tab\there", "must consist of letters, digits and spaces"),
        ("nul\0", "must consist of letters, digits and spaces"),
        (
            "no break\u{a0}",
            "must consist of letters, digits and spaces",
        ),
        ("q\u{301}cole", "must consist of letters, digits and spaces"),
    ] {
        assert_eq!(Name::parse(text).unwrap_err(), reason, "{text:?}");
    }
}

#[test]
fn names_that_differ_in_case_alone_are_the_same() {
    for (one, other) in [
        ("Web Hosting", "wEB  hosting"),
        ("ÉCOLE", "école"),
        ("E\u{301}COLE", "école"),
        ("\u{212a}ilo \u{212b}", "kilo å"),
        ("ΟΔΟΣ", "οδοσ"),
        ("οδος", "οδοσ"),
    ] {
        assert_eq!(
            Name::parse(one).unwrap().key(),
            Name::parse(other).unwrap().key()
        );
    }
    assert_eq!(
        Name::parse("Web Hosting").unwrap().key().as_str(),
        "web hosting"
    );
    assert_ne!(
        Name::parse("Web Hosting").unwrap().key(),
        Name::parse("WebHosting").unwrap().key()
    );
}

#[test]
fn descriptions_and_features() {
    assert!(Description::parse("0123456789").is_ok());
    assert!(Description::parse("two\nlines, a\ttab").is_ok());
    assert!(Description::parse(&"x".repeat(500)).is_ok());
    assert!(Description::parse(&"x".repeat(501)).is_err());
    assert!(Description::parse(" 012345678 ").is_err());
    assert!(Description::parse("0123456789\u{7}").is_err());
    assert!(Feature::parse("12345").is_ok());
    assert!(Feature::parse(&"x".repeat(200)).is_ok());
    assert!(Feature::parse("1234").is_err());
    assert!(Feature::parse(&"x".repeat(201)).is_err());
    assert!(Feature::parse("two\nlines").is_err());
    let feature = Feature::parse("12345").unwrap();
    assert!(Features::new(vec![]).is_err());
    assert!(Features::new(vec![feature.clone(); 20]).is_ok());
    assert!(Features::new(vec![feature; 21]).is_err());
}

#[test]
fn currencies_and_billing_cycles() {
    assert_eq!(Currency::default().as_str(), "ZAR");
    assert!(Currency::parse("EUR").is_ok());
    for text in ["", "eur", "EU", "EURO", "E R", "É1"] {
        assert!(Currency::parse(text).is_err(), "{text}");
    }
    for text in ["monthly", "quarterly", "yearly"] {
        let cycle = BillingCycle::parse(text).unwrap();
        assert_eq!(cycle.as_str(), text);
        assert_eq!(
            serde_json::to_string(&cycle).unwrap(),
            format!("\"{text}\"")
        );
    }
    for text in ["", "Monthly", "weekly"] {
        assert!(BillingCycle::parse(text).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn a_name_that_was_checked_passes_again(text in "\\PC{0,40}|[a-zA-Z ]{0,110}") {
        if let Ok(name) = Name::parse(&text) {
            prop_assert_eq!(Name::parse(name.as_str()).unwrap(), name);
        }
    }

    #[test]
    fn case_never_makes_another_name(text in "[a-zA-Z0-9 ]{3,20}") {
        if let Ok(name) = Name::parse(&text) {
            let loud = Name::parse(&text.to_uppercase()).unwrap();
            prop_assert_eq!(name.key(), loud.key());
            prop_assert_eq!(name.key().to_string(), name.as_str().to_lowercase());
        }
    }
}
