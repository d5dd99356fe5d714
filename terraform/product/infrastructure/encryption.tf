# Signs page tokens (nextToken), so that a caller cannot make up or alter one. The key never leaves KMS: there is no
# secret in an environment variable or in this state. KMS does not rotate keys of this kind.
resource "aws_kms_key" "page_token" {
  description              = "Signs the page tokens of the product API in ${var.environment}."
  customer_master_key_spec = "HMAC_256"
  key_usage                = "GENERATE_VERIFY_MAC"
  policy                   = data.aws_iam_policy_document.page_token_key.json

  # A token lives for minutes; nothing is lost for long with the key.
  deletion_window_in_days = 7
}

data "aws_iam_policy_document" "page_token_key" {
  # The account's own policies decide who does what with the key, as for any other resource; the list keeps out what an
  # HMAC key cannot do, and grants.
  statement {
    sid = "AccountDecidesThroughIam"
    actions = [
      "kms:CancelKeyDeletion",
      "kms:DescribeKey",
      "kms:DisableKey",
      "kms:EnableKey",
      "kms:GenerateMac",
      "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus",
      "kms:ListKeyPolicies",
      "kms:ListResourceTags",
      "kms:PutKeyPolicy",
      "kms:ScheduleKeyDeletion",
      "kms:TagResource",
      "kms:UntagResource",
      "kms:UpdateKeyDescription",
      "kms:VerifyMac",
    ]

    # In a key's policy the star means this key, and nothing else can be written.
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${var.aws_account_id}:root"]
    }
  }
}
