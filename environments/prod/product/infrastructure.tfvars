# product/infrastructure in prod: only what differs between environments. Account, region and tags come from prod.toml.

deletion_protection = true
log_retention_days  = 90
