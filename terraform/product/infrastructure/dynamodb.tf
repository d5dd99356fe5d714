locals {
  price_index = "ProductsByPriceIndex"
  name_index  = "ProductsByNameIndex"
}

# Products, the items that hold a name, and for 30 days each change with what became of it. Only active products carry
# index keys.
module "products_table" {
  source = "../../modules/dynamodb-table"

  name                = "bbws-products-${var.environment}"
  hash_key            = "PK"
  range_key           = "SK"
  ttl_attribute       = "expiresAt"
  deletion_protection = var.deletion_protection

  indexes = {
    # PRODUCT, and the zero-padded price with the id: pages by price.
    (local.price_index) = { hash_key = "GSI1_PK", range_key = "GSI1_SK" }

    # The lower-case name: one product by its name, and whether a name is taken.
    (local.name_index) = { hash_key = "GSI2_PK" }
  }
}
