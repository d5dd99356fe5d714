# bootstrap/state in sit: only what differs between environments. Account, region and tags come from sit.toml.

deletion_protection = true
