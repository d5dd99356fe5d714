# product/infrastructure in sit: only what differs between environments. Account, region and tags come from sit.toml.

deletion_protection = false
log_retention_days  = 30
