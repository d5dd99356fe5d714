# product/api-deployment in sit: only what differs between environments. Account, region and tags come from sit.toml.

log_retention_days = 30
