# bootstrap/state in dev: only what differs between environments. Account, region and tags come from dev.toml.

deletion_protection = true
