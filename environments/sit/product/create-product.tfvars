# product/create-product in sit: only what differs between environments. Account, region and tags come from sit.toml.

log_level          = "info"
log_retention_days = 30
