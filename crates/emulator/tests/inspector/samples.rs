//! One resource of each kind that an inventory looks for: how it comes and goes.

use serde_json::{Value, json};

use crate::aws::Aws;
use crate::make::{
    alarm, bucket, bus, delete, delete_alarm, delete_bus, delete_function, delete_table,
    delete_topic, function, named, queue, rule, table, topic,
};

/// A resource of one kind.
pub(crate) struct Sample {
    pub(crate) kind: &'static str,
    /// How many a page of the emulator's has at most; zero when it has only one page.
    pub(crate) page: usize,
    /// Makes the one with this number and returns what `delete` needs.
    pub(crate) create: fn(&Aws, usize) -> String,
    pub(crate) delete: fn(&Aws, &str),
}

pub(crate) const SAMPLES: &[Sample] = &[
    Sample {
        kind: "S3 bucket",
        page: 0,
        create: bucket,
        delete: |aws, name| aws.s3("DELETE", &format!("/{name}"), ""),
    },
    Sample {
        kind: "SQS queue",
        page: 1000,
        create: |aws, n| queue(aws, &format!("queue-{n}")),
        delete: |aws, url| {
            aws.json("sqs", "AmazonSQS.DeleteQueue", json!({"QueueUrl": url}), "");
        },
    },
    Sample {
        kind: "SNS topic",
        page: 100,
        create: |aws, n| topic(aws, &format!("topic-{n}")),
        delete: delete_topic,
    },
    Sample {
        kind: "SNS subscription",
        page: 100,
        create: |aws, n| {
            let topic = topic(aws, &format!("subscribed-{n}"));
            let queue = aws.arn("sqs", "queue");
            let form = [
                ("Action", "Subscribe"),
                ("TopicArn", &topic),
                ("Protocol", "sqs"),
                ("Endpoint", &queue),
            ];
            aws.query("sns", &form, "SubscriptionArn");
            topic
        },
        // Its subscriptions go with it.
        delete: delete_topic,
    },
    Sample {
        kind: "DynamoDB table",
        page: 100,
        create: |aws, n| {
            let name = format!("table-{n}");
            table(aws, &name);
            name
        },
        delete: delete_table,
    },
    Sample {
        kind: "Lambda function",
        page: 50,
        create: |aws, n| function(aws, &format!("function-{n}")),
        delete: delete_function,
    },
    Sample {
        kind: "Lambda event source mapping",
        page: 100,
        create: |aws, n| {
            let function = function(aws, &format!("mapped-{n}"));
            queue(aws, "mapped");
            let source = aws.arn("sqs", "mapped");
            let body = json!({"FunctionName": function, "EventSourceArn": source});
            let request = "POST /2015-03-31/event-source-mappings/";
            let id = aws.rest("lambda", request, body, "/UUID");
            format!("{function} {id}")
        },
        delete: |aws, made| {
            let (function, id) = made.split_once(' ').unwrap();
            let request = format!("DELETE /2015-03-31/event-source-mappings/{id}");
            aws.rest("lambda", &request, Value::Null, "");
            delete_function(aws, function);
            let url = queue(aws, "mapped");
            aws.json("sqs", "AmazonSQS.DeleteQueue", json!({"QueueUrl": url}), "");
        },
    },
    Sample {
        kind: "CloudWatch log group",
        page: 50,
        create: |aws, n| {
            let name = format!("/group/{n}");
            aws.json(
                "logs",
                "Logs_20140328.CreateLogGroup",
                json!({"logGroupName": name}),
                "",
            );
            name
        },
        delete: |aws, name| {
            let body = json!({"logGroupName": name});
            aws.json("logs", "Logs_20140328.DeleteLogGroup", body, "");
        },
    },
    Sample {
        kind: "CloudWatch alarm",
        page: 50,
        create: alarm,
        delete: delete_alarm,
    },
    Sample {
        kind: "CloudWatch composite alarm",
        page: 50,
        create: |aws, n| {
            let name = format!("composite-{n}");
            let rule = "FALSE";
            let form = [
                ("Action", "PutCompositeAlarm"),
                ("AlarmName", &name),
                ("AlarmRule", rule),
            ];
            aws.query("monitoring", &form, "");
            name
        },
        delete: delete_alarm,
    },
    Sample {
        kind: "IAM role",
        page: 0,
        create: |aws, n| {
            let name = format!("role-{n}");
            let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"lambda.amazonaws.com"}}]}"#;
            let form = [
                ("Action", "CreateRole"),
                ("RoleName", &name),
                ("AssumeRolePolicyDocument", policy),
            ];
            aws.query("iam", &form, "");
            name
        },
        delete: |aws, name| {
            aws.query("iam", &[("Action", "DeleteRole"), ("RoleName", name)], "");
        },
    },
    Sample {
        kind: "IAM policy",
        page: 0,
        create: |aws, n| {
            let name = format!("policy-{n}");
            let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}"#;
            let form = [
                ("Action", "CreatePolicy"),
                ("PolicyName", &name),
                ("PolicyDocument", policy),
            ];
            aws.query("iam", &form, "Arn")
        },
        delete: |aws, arn| {
            aws.query("iam", &[("Action", "DeletePolicy"), ("PolicyArn", arn)], "");
        },
    },
    Sample {
        kind: "REST API",
        page: 25,
        create: |aws, n| named(aws, "apigateway", "/restapis", "/id", n),
        delete: |aws, id| delete(aws, "apigateway", "/restapis", id),
    },
    Sample {
        kind: "API usage plan",
        page: 25,
        create: |aws, n| named(aws, "apigateway", "/usageplans", "/id", n),
        delete: |aws, id| delete(aws, "apigateway", "/usageplans", id),
    },
    Sample {
        kind: "API key",
        page: 25,
        create: |aws, n| named(aws, "apigateway", "/apikeys", "/id", n),
        delete: |aws, id| delete(aws, "apigateway", "/apikeys", id),
    },
    Sample {
        kind: "HTTP API",
        page: 0,
        create: |aws, n| {
            let body = json!({"name": format!("api {n}"), "protocolType": "HTTP"});
            aws.rest("apigateway", "POST /v2/apis", body, "/apiId")
        },
        delete: |aws, id| delete(aws, "apigateway", "/v2/apis", id),
    },
    Sample {
        kind: "EventBridge pipe",
        page: 0,
        create: |aws, n| {
            let name = format!("piped-{n}");
            let (stream, topic) = (table(aws, &name), topic(aws, &name));
            let role = format!("arn:aws:iam::{}:role/role", aws.account);
            let body = json!({
                "RoleArn": role,
                "Source": stream,
                "SourceParameters": {"DynamoDBStreamParameters": {"StartingPosition": "LATEST"}},
                "Target": topic,
            });
            aws.rest("pipes", &format!("POST /v1/pipes/pipe-{n}"), body, "");
            format!("pipe-{n} {name} {topic}")
        },
        delete: |aws, made| {
            let mut names = made.split(' ');
            delete(aws, "pipes", "/v1/pipes", names.next().unwrap());
            delete_table(aws, names.next().unwrap());
            delete_topic(aws, names.next().unwrap());
        },
    },
    Sample {
        kind: "EventBridge rule",
        page: 100,
        create: |aws, n| {
            let name = format!("rule-{n}");
            rule(aws, "default", &name);
            name
        },
        delete: |aws, name| {
            aws.json("events", "AWSEvents.DeleteRule", json!({"Name": name}), "");
        },
    },
    Sample {
        kind: "EventBridge bus",
        page: 0,
        create: bus,
        delete: delete_bus,
    },
    Sample {
        kind: "CloudFormation stack",
        page: 100,
        create: |aws, n| {
            let name = format!("stack-{n}");
            // One with a resource would be made of another kind.
            let template =
                r#"{"Resources":{"Wait":{"Type":"AWS::CloudFormation::WaitConditionHandle"}}}"#;
            let form = [
                ("Action", "CreateStack"),
                ("StackName", &name),
                ("TemplateBody", template),
            ];
            aws.query("cloudformation", &form, "");
            name
        },
        delete: |aws, name| {
            aws.query(
                "cloudformation",
                &[("Action", "DeleteStack"), ("StackName", name)],
                "",
            );
        },
    },
    Sample {
        kind: "KMS key",
        page: 0,
        create: |aws, _| {
            aws.json(
                "kms",
                "TrentService.CreateKey",
                json!({}),
                "/KeyMetadata/KeyId",
            )
        },
        delete: |aws, id| {
            // It is there for at least seven days more.
            let body = json!({"KeyId": id, "PendingWindowInDays": 7});
            aws.json("kms", "TrentService.ScheduleKeyDeletion", body, "");
        },
    },
    Sample {
        kind: "secret",
        page: 100,
        create: |aws, n| {
            let name = format!("secret-{n}");
            let body = json!({"Name": name, "SecretString": "s"});
            aws.json("secretsmanager", "secretsmanager.CreateSecret", body, "");
            name
        },
        delete: |aws, name| {
            aws.json(
                "secretsmanager",
                "secretsmanager.DeleteSecret",
                json!({"SecretId": name}),
                "",
            );
        },
    },
    Sample {
        kind: "SSM parameter",
        page: 10,
        create: |aws, n| {
            let name = format!("/parameter/{n}");
            let body = json!({"Name": name, "Type": "String", "Value": "v"});
            aws.json("ssm", "AmazonSSM.PutParameter", body, "");
            name
        },
        delete: |aws, name| {
            aws.json(
                "ssm",
                "AmazonSSM.DeleteParameter",
                json!({"Name": name}),
                "",
            );
        },
    },
    Sample {
        kind: "state machine",
        page: 1000,
        create: |aws, n| {
            let definition = r#"{"StartAt":"S","States":{"S":{"Type":"Succeed"}}}"#;
            let role = format!("arn:aws:iam::{}:role/role", aws.account);
            let body =
                json!({"name": format!("machine-{n}"), "definition": definition, "roleArn": role});
            aws.json(
                "states",
                "AWSStepFunctions.CreateStateMachine",
                body,
                "/stateMachineArn",
            )
        },
        delete: |aws, arn| {
            aws.json(
                "states",
                "AWSStepFunctions.DeleteStateMachine",
                json!({"stateMachineArn": arn}),
                "",
            );
        },
    },
    Sample {
        kind: "Cognito user pool",
        page: 60,
        create: |aws, n| {
            let target = "AWSCognitoIdentityProviderService.CreateUserPool";
            aws.json(
                "cognito-idp",
                target,
                json!({"PoolName": format!("pool {n}")}),
                "/UserPool/Id",
            )
        },
        delete: |aws, id| {
            let target = "AWSCognitoIdentityProviderService.DeleteUserPool";
            aws.json("cognito-idp", target, json!({"UserPoolId": id}), "");
        },
    },
];
