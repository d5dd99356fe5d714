# product/delete-product in dev: only what differs between environments. Account, region and tags come from dev.toml.

log_level          = "debug"
log_retention_days = 30
