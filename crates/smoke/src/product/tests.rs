use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener};

use process::Cancel;

use super::*;

/// What an API answers, one request after the other.
type Script = &'static [(u16, &'static str)];

/// Makes one check of an API that answers so.
fn check<T>(
    script: Script,
    work: impl FnOnce(&Api, &Waiting<'_>) -> Result<T, String>,
) -> Result<T, String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for (status, body) in script {
                let (mut stream, _) = listener.accept().unwrap();
                let mut request = [0; 4096];
                assert!(stream.read(&mut request).unwrap() > 0);
                let length = body.len();
                write!(
                    stream,
                    "HTTP/1.1 {status} x\r\netag: \"1\"\r\nconnection: close\r\ncontent-length: \
                     {length}\r\n\r\n{body}"
                )
                .unwrap();
            }
        });
        let (mut result, cancel) = (Err("not made".to_owned()), Cancel::new());
        let mut checks = Checks::new("product", &["it"], &cancel);
        let api = Api::new(url).with_key("key".to_owned());
        checks.next(|wait| {
            result = work(&api, wait);
            Ok(())
        });
        result
    })
}

const FOUND: &str =
    r#"{"name":"Rehearsal Hosting 1","price":99.5,"currency":"ZAR","active":true,"version":1}"#;

#[test]
fn only_what_may_still_come_is_waited_for() {
    let read = |script| check(script, |api, wait| readable(api, "/x", wait));
    assert_eq!(read(&[(404, "{}"), (200, FOUND)]).unwrap(), "\"1\"");
    let gone = |script| {
        check(script, |api, wait| {
            wait.until(|| api.get("/x")?.expect_after(200, 404))
                .map(drop)
        })
    };
    assert_eq!(gone(&[(200, FOUND), (404, "{}")]), Ok(()));
    for status in [(500, "oh"), (502, "oh"), (403, "oh")] {
        let script: Script = vec![status].leak();
        let expected = format!("the answer is {}, not 200: oh", status.0);
        assert_eq!(read(script), Err(expected));
        assert!(gone(script).unwrap_err().contains("not 404: oh"));
    }
    let unreachable = check(&[], |api, wait| readable(api, "/x", wait));
    assert!(unreachable.unwrap_err().starts_with("GET /x: "));
}

#[test]
fn a_price_is_the_old_one_or_the_new_one() {
    let price = |script| check(script, |api, wait| wait.until(|| repriced(api, "/x")));
    let old = (200, r#"{"price":99.5}"#);
    assert_eq!(
        price(vec![old, (200, r#"{"price":149.99}"#)].leak()),
        Ok(())
    );
    let other = "the price is 0, not 149.99";
    assert_eq!(
        price(vec![old, (200, r#"{"price":0}"#)].leak()),
        Err(other.to_owned())
    );
    assert!(price(vec![old, (404, "{}")].leak()).is_err());
}

#[test]
fn an_audit_log_tells_what_was_and_what_is() {
    let product = |price: f64, active| json!({ "price": price, "active": active, "name": NAME });
    let entry = |before, after| change(&json!({ "before": before, "after": after }));
    let (made, changed) = (product(PRICE, true), product(NEW_PRICE, true));
    let expected = changes();
    assert_eq!(entry(Value::Null, made.clone()), expected["CREATE"]);
    assert_eq!(entry(made.clone(), changed.clone()), expected["UPDATE"]);
    assert_eq!(
        entry(changed.clone(), product(NEW_PRICE, false)),
        expected["DELETE"]
    );
    for (before, after, kind) in [
        (Value::Null, changed.clone(), "CREATE"),
        (made.clone(), made, "UPDATE"),
        (changed.clone(), changed, "DELETE"),
        (Value::Null, product(NEW_PRICE, false), "DELETE"),
    ] {
        assert_ne!(entry(before, after), expected[kind], "{kind}");
    }
}

#[test]
fn the_looks_find_out_whether_it_reads_and_refuses() {
    const REFUSED: &str = r#"{"error":"e","message":"m","requestId":"r"}"#;
    let problems = |script: Script| {
        let mut problems = Vec::new();
        let made = check(script, |api, _| {
            let cancel = Cancel::new();
            let mut checks = Checks::new("product", Product.looks(), &cancel);
            Product.look(api, &mut checks);
            Ok(checks.ended())
        });
        problems.extend(made.unwrap().into_iter().filter_map(|check| check.problem));
        problems
    };
    let good: Script = &[(200, r#"{"items":[]}"#), (404, REFUSED), (403, REFUSED)];
    assert_eq!(problems(good), Vec::<String>::new());
    // What is deployed anew may need a moment; what refuses nothing never does.
    let open: Script = &[
        (503, "{}"),
        (200, r#"{"items":[]}"#),
        (404, "{}"),
        (202, "{}"),
    ];
    let found = problems(open);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[1].contains("the answer is 202, not 403"), "{found:?}");
}

#[test]
fn what_is_deployed_in_earnest_is_asked_over_tls() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    std::thread::scope(|scope| {
        scope.spawn(|| assert!(Api::new(url).get("/").is_err()));
        let (mut stream, _) = listener.accept().unwrap();
        let mut first = [0; 1];
        stream.read_exact(&mut first).unwrap();
        // A handshake: <https://www.rfc-editor.org/rfc/rfc8446#section-5.1>.
        assert_eq!(first, [22]);
    });
}
