# bootstrap/state in prod: only what differs between environments. Account, region and tags come from prod.toml.

deletion_protection = true
