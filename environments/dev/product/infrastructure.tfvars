# product/infrastructure in dev: only what differs between environments. Account, region and tags come from dev.toml.

deletion_protection = false
log_retention_days  = 30
