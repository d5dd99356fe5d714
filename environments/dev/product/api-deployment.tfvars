# product/api-deployment in dev: only what differs between environments. Account, region and tags come from dev.toml.

log_retention_days = 30
