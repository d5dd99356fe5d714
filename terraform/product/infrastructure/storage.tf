# One object a committed change, written by the audit logger alone.
module "audit_bucket" {
  source = "../../modules/s3-bucket"

  name               = "bbws-product-audit-logs-${var.environment}"
  glacier_after_days = 365
  force_destroy      = !var.deletion_protection
}
