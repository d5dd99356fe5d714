//! Objects of buckets.

use super::Inspector;
use super::answer::{at, must_have, text};
use super::call::{Call, Form};
use super::url;
use crate::error::Error;

impl Inspector {
    /// The keys of all objects of a bucket, sorted. A bucket that is not there is an error.
    pub fn objects(&self, bucket: &str) -> Result<Vec<String>, Error> {
        let operation = format!("/{}?list-type=2", url::part(bucket));
        let mut keys = Vec::new();
        let next = ("NextContinuationToken", "continuation-token");
        self.each_page(get(&operation), next, |answer| {
            // A page has it, be it empty; a list of buckets has not.
            must_have(answer, "KeyCount")?;
            for object in at(answer, "Contents") {
                keys.push(
                    text(object, "Key")
                        .ok_or("an object has no `Key`")?
                        .to_owned(),
                );
            }
            Ok(())
        })?;
        keys.sort_unstable();
        Ok(keys)
    }

    /// What an object holds. One that is not there is an error.
    pub fn object(&self, bucket: &str, key: &str) -> Result<Vec<u8>, Error> {
        self.bytes(&get(&format!("/{}/{}", url::part(bucket), url::path(key))))
    }
}

fn get(operation: &str) -> Call<'_> {
    Call {
        service: "s3",
        form: Form::Rest,
        operation,
        parameters: Vec::new(),
    }
}
