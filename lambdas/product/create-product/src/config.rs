use lambda_kit::config::{Name, Url};

lambda_kit::configuration! {
    /// What the function needs.
    pub struct Config {
        /// The table of products.
        pub table: Name = "DYNAMODB_TABLE",
        /// The queue of accepted changes.
        pub queue: Url = "SQS_QUEUE_URL",
    }
}
