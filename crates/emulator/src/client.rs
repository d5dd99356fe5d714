//! How Terraform, the AWS CLI and the SDKs are pointed at the emulator.

/// Environment variables that make Terraform's provider and backend, the AWS CLI and the SDKs
/// talk to the emulator at `endpoint`, as `account` in `region`. Nothing has to tell them to address
/// S3 by path: they do with an endpoint that is an IP address.
pub fn client_variables(
    endpoint: &str,
    account: &str,
    region: &str,
) -> [(&'static str, String); 5] {
    [
        ("AWS_ENDPOINT_URL", endpoint.to_owned()),
        // An access key of twelve digits is the account's id to it.
        ("AWS_ACCESS_KEY_ID", account.to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "local".to_owned()),
        ("AWS_REGION", region.to_owned()),
        ("AWS_DEFAULT_REGION", region.to_owned()),
    ]
}
