# product/get-product in prod: only what differs between environments. Account, region and tags come from prod.toml.

log_level          = "info"
log_retention_days = 90
