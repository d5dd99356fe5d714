//! How resources come and go.

use serde_json::{Value, json};

use crate::aws::Aws;

/// A ZIP file with nothing in it.
const EMPTY_ZIP: &str = "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==";

pub(crate) fn bucket(aws: &Aws, n: usize) -> String {
    let region = &aws.region;
    // Names are every account's.
    let name = format!("{}-{region}-{n}", aws.account);
    let body = format!(
        "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
         <LocationConstraint>{region}</LocationConstraint></CreateBucketConfiguration>"
    );
    aws.s3("PUT", &format!("/{name}"), &body);
    name
}

pub(crate) fn queue(aws: &Aws, name: &str) -> String {
    aws.json(
        "sqs",
        "AmazonSQS.CreateQueue",
        json!({"QueueName": name}),
        "/QueueUrl",
    )
}

pub(crate) fn topic(aws: &Aws, name: &str) -> String {
    aws.query(
        "sns",
        &[("Action", "CreateTopic"), ("Name", name)],
        "TopicArn",
    )
}

pub(crate) fn delete_topic(aws: &Aws, arn: &str) {
    aws.query("sns", &[("Action", "DeleteTopic"), ("TopicArn", arn)], "");
}

/// Returns the ARN of its stream.
pub(crate) fn table(aws: &Aws, name: &str) -> String {
    let body = json!({
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_IMAGE"},
    });
    let pointer = "/TableDescription/LatestStreamArn";
    aws.json("dynamodb", "DynamoDB_20120810.CreateTable", body, pointer)
}

pub(crate) fn delete_table(aws: &Aws, name: &str) {
    aws.json(
        "dynamodb",
        "DynamoDB_20120810.DeleteTable",
        json!({"TableName": name}),
        "",
    );
}

pub(crate) fn function(aws: &Aws, name: &str) -> String {
    let body = json!({
        "FunctionName": name,
        "Runtime": "provided.al2023",
        "Handler": "bootstrap",
        "Role": format!("arn:aws:iam::{}:role/role", aws.account),
        "Code": {"ZipFile": EMPTY_ZIP},
    });
    aws.rest(
        "lambda",
        "POST /2015-03-31/functions",
        body,
        "/FunctionName",
    )
}

pub(crate) fn delete_function(aws: &Aws, name: &str) {
    delete(aws, "lambda", "/2015-03-31/functions", name);
}

pub(crate) fn alarm(aws: &Aws, n: usize) -> String {
    let name = format!("alarm-{n}");
    let form = [
        ("Action", "PutMetricAlarm"),
        ("AlarmName", name.as_str()),
        ("ComparisonOperator", "GreaterThanThreshold"),
        ("EvaluationPeriods", "1"),
        ("MetricName", "Errors"),
        ("Namespace", "AWS/Lambda"),
        ("Period", "60"),
        ("Statistic", "Sum"),
        ("Threshold", "0"),
    ];
    aws.query("monitoring", &form, "");
    name
}

pub(crate) fn delete_alarm(aws: &Aws, name: &str) {
    let form = [("Action", "DeleteAlarms"), ("AlarmNames.member.1", name)];
    aws.query("monitoring", &form, "");
}

pub(crate) fn bus(aws: &Aws, n: usize) -> String {
    let name = format!("bus-{n}");
    aws.json(
        "events",
        "AWSEvents.CreateEventBus",
        json!({"Name": name}),
        "",
    );
    name
}

pub(crate) fn rule(aws: &Aws, bus: &str, name: &str) {
    let body = json!({"Name": name, "EventBusName": bus, "EventPattern": r#"{"source": ["x"]}"#});
    aws.json("events", "AWSEvents.PutRule", body, "");
}

pub(crate) fn delete_bus(aws: &Aws, name: &str) {
    aws.json(
        "events",
        "AWSEvents.DeleteEventBus",
        json!({"Name": name}),
        "",
    );
}

pub(crate) fn named(aws: &Aws, service: &str, path: &str, pointer: &str, n: usize) -> String {
    let body = json!({"name": format!("number {n}"), "enabled": true});
    aws.rest(service, &format!("POST {path}"), body, pointer)
}

pub(crate) fn delete(aws: &Aws, service: &str, path: &str, id: &str) {
    aws.rest(service, &format!("DELETE {path}/{id}"), Value::Null, "");
}
