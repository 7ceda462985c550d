"""Pictures, and the products they are put into."""

from adapters.outbound.system.clock import (
    new_id,
)
from application.catalog.make_product import MakeProduct
from application.catalog.make_product_of_design import MakeProductOfDesign
from application.catalog.show_product import ShowProduct
from application.media.list_pictures import ListPictures
from application.media.open_asset import OpenAsset
from application.media.picture_links import PictureLinks
from application.media.show_picture import ShowPicture
from application.media.upload_picture import UploadPicture
from composition.galleries import by_url_use_cases, curated_use_cases, deletion_use_cases
from composition.ground import seconds
from composition.uploads import upload_use_cases
from composition.wiring import Provided, Wiring, once
from domain.designs.wish import Offered


def catalogue_use_cases(wiring: Wiring) -> Provided:
    """Pictures, products and files."""
    outside, settings, rerun = wiring.outside, wiring.settings, wiring.rerun
    begin, clock, catalogue = outside.begin(), outside.clock(), outside.catalogue()
    links = PictureLinks(
        assets=outside.assets(), clock=clock, lifetime=seconds(settings.asset_url_lifetime_s)
    )
    upload_picture = UploadPicture(
        begin=begin,
        assets=outside.assets(),
        reader=outside.picture_reader(),
        links=links,
        limits=outside.picture_limits(),
        clock=clock,
        new_id=new_id,
        turns=outside.imaging_turns(),
        turn_wait_s=settings.picture_decode_wait_s,
    )
    make_product = MakeProduct(begin=begin, catalogue=catalogue, clock=clock, new_id=new_id)
    offered = Offered(catalogue=catalogue, templates=outside.templates())
    make_product_of_design = MakeProductOfDesign(
        begin=begin,
        offered=offered,
        clock=clock,
        new_id=new_id,
    )
    return {
        "upload_picture": rerun(upload_picture),
        "list_pictures": once(ListPictures(begin=begin, links=links)),
        "show_picture": once(ShowPicture(begin=begin, links=links)),
        "open_asset": once(
            OpenAsset(assets=outside.assets(), signatures=outside.signatures(), clock=clock)
        ),
        "make_product": rerun(make_product),
        "make_product_of_design": rerun(make_product_of_design),
        **deletion_use_cases(wiring),
        **by_url_use_cases(wiring, links, wiring.guarded(upload_picture)),
        **curated_use_cases(wiring, links),
        **upload_use_cases(wiring, wiring.guarded(upload_picture)),
        "show_product": once(ShowProduct(begin=begin, offered=offered)),
    }
