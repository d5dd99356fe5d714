//! What an inventory is made of: a line for each kind of resource.

use super::probe::{Api, Probe};

const CLOUDFORMATION: Api = Api::query("cloudformation", "2010-05-15");
const COGNITO: Api = Api::json("cognito-idp", "AWSCognitoIdentityProviderService");
const DYNAMODB: Api = Api::json("dynamodb", "DynamoDB_20120810")
    .next("LastEvaluatedTableName", "ExclusiveStartTableName");
const EVENTS: Api = Api::json("events", "AWSEvents");
const HTTP_API: Api = Api::rest("apigateway").next("nextToken", "nextToken");
const IAM: Api = Api::query("iam", "2010-05-08").next("Marker", "Marker");
const KMS: Api = Api::json("kms", "TrentService").next("NextMarker", "Marker");
const LAMBDA: Api = Api::rest("lambda").next("NextMarker", "Marker");
const LOGS: Api = Api::json("logs", "Logs_20140328").next("nextToken", "nextToken");
const MONITORING: Api = Api::query("monitoring", "2010-08-01");
const PIPES: Api = Api::rest("pipes");
const REST_API: Api = Api::rest("apigateway").next("position", "position");
const S3: Api = Api::rest("s3").next("ContinuationToken", "continuation-token");
const SECRETS: Api = Api::json("secretsmanager", "secretsmanager");
const SNS: Api = Api::query("sns", "2010-03-31");
const SQS: Api = Api::json("sqs", "AmazonSQS");
const SSM: Api = Api::json("ssm", "AmazonSSM");
const STATES: Api = Api::json("states", "AWSStepFunctions").next("nextToken", "nextToken");

/// Not asked for pages, the service tells a thousand of them and nothing of more.
pub(super) const QUEUES: Probe = SQS
    .probe("SQS queue", "ListQueues", "QueueUrls", "")
    .limit("MaxResults", 1000);
const BUSES: Probe = EVENTS.probe("EventBridge bus", "ListEventBuses", "EventBuses", "Name");
const KEYS: Probe = KMS.probe("KMS key", "ListKeys", "Keys", "KeyId");

/// The IAM of AWS knows no regions, so that its roles and policies are the same in each.
pub(super) const PROBES: &[Probe] = &[
    S3.probe("S3 bucket", "/", "Buckets/Bucket", "Name")
        .region("bucket-region"),
    QUEUES,
    SNS.probe("SNS topic", "ListTopics", "Topics/member", "TopicArn"),
    SNS.probe(
        "SNS subscription",
        "ListSubscriptions",
        "Subscriptions/member",
        "SubscriptionArn",
    ),
    DYNAMODB.probe("DynamoDB table", "ListTables", "TableNames", ""),
    LAMBDA.probe(
        "Lambda function",
        "/2015-03-31/functions/",
        "Functions",
        "FunctionName",
    ),
    LAMBDA.probe(
        "Lambda event source mapping",
        "/2015-03-31/event-source-mappings/",
        "EventSourceMappings",
        "FunctionArn UUID",
    ),
    LOGS.probe(
        "CloudWatch log group",
        "DescribeLogGroups",
        "logGroups",
        "logGroupName",
    ),
    MONITORING.probe(
        "CloudWatch alarm",
        "DescribeAlarms",
        "MetricAlarms/member",
        "AlarmName",
    ),
    // Unasked, no such alarm is told.
    MONITORING.probe(
        "CloudWatch composite alarm",
        "DescribeAlarms&AlarmTypes.member.1=CompositeAlarm",
        "CompositeAlarms/member",
        "AlarmName",
    ),
    IAM.probe("IAM role", "ListRoles", "Roles/member", "RoleName"),
    // AWS's own have another scope.
    IAM.probe(
        "IAM policy",
        "ListPolicies&Scope=Local",
        "Policies/member",
        "PolicyName",
    ),
    REST_API.probe("REST API", "/restapis", "item", "name id"),
    REST_API.probe("API usage plan", "/usageplans", "item", "name id"),
    REST_API.probe("API key", "/apikeys", "item", "name id"),
    HTTP_API.probe("HTTP API", "/v2/apis", "items", "name apiId"),
    PIPES.probe("EventBridge pipe", "/v1/pipes", "Pipes", "Name"),
    EVENTS
        .probe(
            "EventBridge rule",
            "ListRules",
            "Rules",
            "Name EventBusName",
        )
        .of_each(&BUSES, "EventBusName"),
    // Each account has this one, in each region.
    BUSES.but(&[("Name", "default")]),
    // For a while it tells of those that are gone, too.
    CLOUDFORMATION
        .probe(
            "CloudFormation stack",
            "ListStacks",
            "StackSummaries/member",
            "StackName",
        )
        .but(&[("StackStatus", "DELETE_COMPLETE")]),
    // A key can only be told to go, and goes days after. Some are AWS's own.
    KMS.probe("KMS key", "DescribeKey", "KeyMetadata", "KeyId")
        .of_each(&KEYS, "KeyId")
        .but(&[
            ("KeyState", "PendingDeletion"),
            ("KeyState", "PendingReplicaDeletion"),
            ("KeyManager", "AWS"),
        ]),
    // Those that are to go are not told unless asked for.
    SECRETS.probe("secret", "ListSecrets", "SecretList", "Name"),
    SSM.probe("SSM parameter", "DescribeParameters", "Parameters", "Name"),
    STATES.probe(
        "state machine",
        "ListStateMachines",
        "stateMachines",
        "name",
    ),
    COGNITO
        .probe("Cognito user pool", "ListUserPools", "UserPools", "Name Id")
        .limit("MaxResults", 60),
];
