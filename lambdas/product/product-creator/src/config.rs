use lambda_kit::config::Name;

lambda_kit::configuration! {
    /// What the function needs.
    pub struct Config {
        /// The table of products.
        pub table: Name = "DYNAMODB_TABLE",
    }
}
