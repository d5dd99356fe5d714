use lambda_kit::config::{Arn, Name};

lambda_kit::configuration! {
    /// What the function needs.
    pub struct Config {
        /// The table of products.
        pub table: Name = "DYNAMODB_TABLE",
        /// The KMS key that signs page tokens.
        pub page_token_key: Arn = "PAGE_TOKEN_KEY_ID",
    }
}
