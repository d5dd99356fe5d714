use lambda_kit::config::Name;

lambda_kit::configuration! {
    /// What the function needs.
    pub struct Config {
        /// The bucket of audit objects.
        pub bucket: Name = "AUDIT_BUCKET",
    }
}
