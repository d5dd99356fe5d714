use serde::Serialize;

use crate::Error;
use crate::model::{ETag, Product, ProductId};
use crate::ports::{ProductReader, TokenSigner};
use crate::query::ListQuery;
use crate::validation::Fault;

/// A page of products.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProductList {
    /// The products.
    pub items: Vec<Product>,
    /// How many there are on this page.
    pub count: usize,
    /// What to ask for the next page with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// A product and the tag of its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The product.
    pub product: Product,
    /// Its tag.
    pub etag: ETag,
}

/// Lists active products; the parameters are the decoded ones of the query.
pub async fn list_products<'a>(
    reader: &impl ProductReader,
    signer: &impl TokenSigner,
    parameters: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<ProductList, Error> {
    let (items, next_token) = match ListQuery::parse(parameters)? {
        ListQuery::Name(name) => {
            let found = reader.find_by_name(&name).await?;
            (found.into_iter().collect::<Vec<_>>(), None)
        }
        ListQuery::Price { query, token } => {
            let query = match token {
                Some(token) => query.resume(signer, &token).await?,
                None => query,
            };
            let page = reader.list(&query).await?;
            let token = match page.next {
                Some(last) => Some(query.next_token(signer, last).await?),
                None => None,
            };
            (page.products, token)
        }
    };
    Ok(ProductList {
        count: items.len(),
        items,
        next_token,
    })
}

/// Gets an active product.
pub async fn get_product(reader: &impl ProductReader, id: &str) -> Result<Found, Error> {
    let id = parse_id(id).map_err(|fault| vec![fault])?;
    match reader.find(id).await? {
        Some(product) if product.active => Ok(Found {
            etag: product.etag()?,
            product,
        }),
        _ => Err(Error::NotFound(id)),
    }
}

pub(super) fn parse_id(id: &str) -> Result<ProductId, Fault> {
    ProductId::parse(id).map_err(|reason| Fault::new("productId", reason))
}
