//! What other providers make. Their values are not AWS's, and few.

use super::Thing;

pub(super) const THINGS: &[Thing] = &[
    (
        "random_id",
        "{b64_url}",
        "",
        &[
            ("hex", "{hex:16}"),
            ("dec", "{digits:19}"),
            ("b64_std|b64_url", "{mixed:10}A"),
        ],
    ),
    ("random_uuid", "{result}", "", &[("result", "{uuid}")]),
    ("random_pet", "simulated-pet-{hex:4}", "", &[]),
    (
        "random_password",
        "none",
        "",
        &[
            ("result", "{mixed:32}"),
            ("bcrypt_hash", "$2a$10${mixed:53}"),
        ],
    ),
    ("random_*", "{result}", "", &[("result", "{mixed:16}")]),
    (
        "tls_private_key",
        "{hex:40}",
        "",
        &[
            ("private_key_pem|private_key_pem_pkcs8", "{pem:PRIVATE KEY}"),
            ("private_key_openssh", "{pem:OPENSSH PRIVATE KEY}"),
            ("public_key_pem", "{pem:PUBLIC KEY}"),
            ("public_key_openssh", "ssh-rsa {base64:64}"),
            ("public_key_fingerprint_md5", "{pairs:16}"),
            ("public_key_fingerprint_sha256", "SHA256:{base64:43}"),
        ],
    ),
    (
        "tls_*",
        "{digits:30}",
        "",
        &[
            ("cert_request_pem", "{pem:CERTIFICATE REQUEST}"),
            ("cert_pem", "{pem:CERTIFICATE}"),
        ],
    ),
    ("null_resource|terraform_data", "{digits:19}", "", &[]),
    (
        "time_*",
        "2026-01-01T00:00:00Z",
        "",
        &[("rfc3339", "2026-01-01T00:00:00Z")],
    ),
    ("archive_file", "{hex:40}", "", &[]),
];
