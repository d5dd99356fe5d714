# Signs page tokens (nextToken), so that a caller cannot make up or alter one. The key never leaves KMS: there is no
# secret in an environment variable or in this state. KMS does not rotate keys of this kind.
#
# Without a policy of its own it has that of AWS: the account's IAM policies decide who does what with it.
resource "aws_kms_key" "page_token" {
  description              = "Signs the page tokens of the product API in ${var.environment}."
  customer_master_key_spec = "HMAC_256"
  key_usage                = "GENERATE_VERIFY_MAC"

  # A token lives for minutes; nothing is lost for long with the key.
  deletion_window_in_days = 7
}
