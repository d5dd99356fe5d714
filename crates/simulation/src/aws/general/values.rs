//! What is neither an id nor an ARN.

use super::{ANYTHING, Form};

pub(super) const FORMS: &[Form] = &[
    // Times.
    ("*maintenance_window", "sun:05:00-sun:06:00"),
    ("*backup_window|snapshot_window", "03:00-04:00"),
    ("weekly_maintenance_start_time", "7:05:00"),
    ("daily_automatic_backup_start_time", "05:00"),
    (
        "*date|*_at|*_time|*timestamp|created|created_*|created_on|creation_*",
        TIME,
    ),
    (
        "last_modified|last_modified_*|last_updated*|date_*|*_timestamp|expiration|*_after|*_before",
        TIME,
    ),
    (
        "expires*|valid_until|valid_from|latest_restorable_time",
        TIME,
    ),
    // States.
    ("status_code", "200"),
    ("key_state", "Enabled"),
    ("opt_in_status", "opt-in-not-required"),
    ("deployment_status", "COMPLETED"),
    ("*status|*state", "ACTIVE"),
    // Versions and sums.
    ("platform_version", "LATEST"),
    ("engine_version*|*engine_version", "1.0.0"),
    ("version|*_version", "1"),
    ("etag|*_etag|*md5*|checksum", "{hex:32}"),
    ("*sha256|*source_code_hash|*base64sha256", "{sha256}"),
    ("*sha1|*thumbprint", "{hex:40}"),
    ("*sha512", "{hex:128}"),
    ("*fingerprint*", "{pairs:16}"),
    ("hex", "{hex:16}"),
    ("*digest", "sha256:{hex:64}"),
    // Numbers and truths that are texts.
    ("preserve_client_ip|enabled|*_enabled", "false"),
    ("amazon_side_asn|*_asn|asn", "64512"),
    ("port|*_port", "{port}"),
    (
        "*_count|*_seconds|*_minutes|*_hours|*_days|size|*_size|*_capacity|*_percentage|amount|priority",
        "0",
    ),
    // Networks. The addresses are those for examples: https://www.rfc-editor.org/rfc/rfc5737
    ("*ipv6*cidr*", "2001:db8:1234:1a00::/56"),
    ("*cidr*", "10.0.0.0/16"),
    ("*ipv6_address", "2001:db8::{ip_byte}"),
    (
        "public_ip|*_public_ip|public_ip_address|*outside_address",
        "203.0.113.{ip_byte}",
    ),
    (
        "*private_ip*|ip|*_ip|*ip_address|ipv4_address|*_ip_list",
        "10.0.0.{ip_byte}",
    ),
    (
        "private_dns|private_dns_name",
        "ip-10-0-0-{ip_byte}.{region}.compute.internal",
    ),
    (
        "public_dns",
        "ec2-203-0-113-{ip_byte}.{region}.compute.{suffix}",
    ),
    ("ip_byte", "{byte}"),
    ("mac_address", "02:{pairs:5}"),
    ("ip_address_type|network_type|ip_family", "ipv4"),
    ("protocol", "HTTPS"),
    // Hosts and URLs.
    ("*_s3_uri", "s3://simulated-{hex:8}/simulated"),
    (
        "*websocket_url",
        "wss://{label}.{service}.{region}.{suffix}",
    ),
    (
        "repository_url|repository_uri",
        "{account}.dkr.ecr.{region}.{suffix}/{own}",
    ),
    (
        "*url|*uri|issuer|*_url_*",
        "https://{service}.{region}.{suffix}/{own}",
    ),
    (
        "*endpoint|address|endpoint_address|*_endpoint_address",
        "{label}.{lower:12}.{region}.{service}.{suffix}",
    ),
    (
        "*dns_name|*dns_hostname|*domain_name|*hostname|*host_name|fqdn|cname",
        HOST,
    ),
    ("host|*_host|domain|*_domain|website_endpoint", HOST),
    ("name_server", "ns-1{digits:2}.awsdns-{digits:2}.org"),
    ("*email*", "simulated@example.com"),
    ("resource_record_name", "_{hex:32}.example.com."),
    ("resource_record_type", "CNAME"),
    (
        "resource_record_value",
        "_{hex:32}.{hex:10}.acm-validations.aws.",
    ),
    // JSON.
    (
        "policy|*_policy_json|policy_document|inline_policy|assume_role_policy|*access_policy|repository_policy|resource_policy",
        "{empty_policy}",
    ),
    ("*redrive*policy|lifecycle_policy", "{empty_json}"),
    (
        "json|*_json|definition|template_body|result|*metadata",
        "{empty_json}",
    ),
    // Characters that nobody reads.
    (
        "*certificate_chain|*certificate_pem|*cert_pem|certificate|*_certificate|*certificate_body",
        "{pem:CERTIFICATE}",
    ),
    ("*private_key*", "{pem:PRIVATE KEY}"),
    ("*public_key*", "{pem:PUBLIC KEY}"),
    ("*pem", "{pem:CERTIFICATE}"),
    ("*certificate_signing_request", "{pem:CERTIFICATE REQUEST}"),
    ("*base64*|*b64*|certificate_data|ciphertext*", "{text64}"),
    ("access_key_id|access_key", "AKIA{upper:16}"),
    (
        "*secret_status|secret_name|*password_param|http_tokens",
        ANYTHING,
    ),
    (
        "*token|*secret|*password|secret_*|secret_access_key|*api_key|*_key_value",
        "{mixed:40}",
    ),
    ("caller_reference|creation_token", "terraform-{digits:26}"),
    ("body|content", "simulated"),
    // Words that have a usual value.
    ("tls_security_policy", "Policy-Min-TLS-1-2-2019-07"),
    ("security_policy", "TLS_1_2"),
    ("alpn_policy", "None"),
    ("dns_record_client_routing_policy", "any_availability_zone"),
    ("tls_policy", "Optional"),
    ("architecture", "x86_64"),
    ("virtualization_type", "hvm"),
    ("root_device_name|device_name", "/dev/xvda"),
    ("root_device_type", "ebs"),
    ("hypervisor", "xen"),
    ("platform_details", "Linux/UNIX"),
    ("image_owner_alias", "self"),
    ("instance_type", "t3.micro"),
    ("volume_type|storage_type", "gp3"),
    ("tenancy|instance_tenancy", "default"),
    ("content_type", "application/octet-stream"),
    ("storage_class", "STANDARD"),
    ("server_side_encryption", "AES256"),
    ("path", "/"),
    ("type", ANYTHING),
    // Names that Terraform makes up when nobody gives one.
    (
        "name|identifier|bucket|*_identifier|*_name|family|alias",
        "terraform-{digits:26}",
    ),
    ("*_prefix", "terraform-"),
    // What some types' names end with: see the tables.
    ("ending", "{nothing}"),
];

/// The time at which all was made.
const TIME: &str = "2026-01-01T00:00:00Z";

const HOST: &str = "{label}-{hex:8}.{region}.{service}.{suffix}";
