"""POST /quotes and GET /products/{sku}."""

from litestar import Response, get, post
from litestar.types import ControllerRouterHandler

from simulators.prodigi import catalogue
from simulators.prodigi.answers import entity_not_found, succeeded
from simulators.prodigi.lab import Lab
from simulators.prodigi.quoting import quotes_for, read_quote
from simulators.prodigi.requests import AnyRequest, read_object

_US_SALES_TAX = {
    "errorCode": "destinationCountryCode.UsSalesTaxWarning",
    "description": "Sales tax of the United States may apply and is not part of this quote",
}


def shop_routes(lab: Lab) -> list[ControllerRouterHandler]:
    @post("/v4.0/quotes")
    async def create_quote(request: AnyRequest) -> Response[bytes]:
        asked = read_quote(await read_object(request))
        unavailable = set(lab.dials.read("unavailable_skus", []))
        skus = {line.product.sku for line in asked.lines if line.product}
        quotes = [] if skus & unavailable else quotes_for(asked)
        if not quotes:
            return succeeded("NotAvailable", quotes=[])
        if asked.country_code == "US":
            return succeeded("CreatedWithIssues", issues=[_US_SALES_TAX], quotes=quotes)
        return succeeded("Created", quotes=quotes)

    @get("/v4.0/products/{sku:str}")
    async def get_product(sku: str) -> Response[bytes]:
        product = catalogue.find(sku)
        if product is None:
            raise entity_not_found()
        return succeeded("Ok", product=product.as_document())

    return [create_quote, get_product]
