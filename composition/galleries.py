"""What buyers and staff do with pictures besides sending them."""

from adapters.outbound.system.clock import new_id
from application.media.add_curated_picture import AddCuratedPicture
from application.media.delete_picture import DeletePicture
from application.media.list_curated_pictures import ListCuratedPictures
from application.media.picture_links import PictureLinks
from application.media.picture_storage import PictureStorage
from application.media.remember_picture import RememberPicture
from application.media.remove_curated_picture import RemoveCuratedPicture
from application.media.take_curated_picture import TakeCuratedPicture
from application.media.upload_by_url import TakesUpload, UploadByUrl
from composition.wiring import Provided, Wiring, once


def deletion_use_cases(wiring: Wiring) -> Provided:
    outside = wiring.outside
    return {
        "delete_picture": wiring.rerun(DeletePicture(begin=outside.begin(), clock=outside.clock()))
    }


def by_url_use_cases(wiring: Wiring, links: PictureLinks, upload_picture: TakesUpload) -> Provided:
    """Not run again as a whole: what was fetched once is not fetched twice."""
    outside = wiring.outside
    return {
        "upload_by_url": once(
            UploadByUrl(
                begin=outside.begin(),
                fetcher=outside.picture_fetcher(),
                upload_picture=upload_picture,
                links=links,
                turns=outside.fetching_turns(),
                turn_wait_s=wiring.settings.picture_url_wait_s,
            )
        )
    }


def curated_use_cases(wiring: Wiring, links: PictureLinks) -> Provided:
    """The shop's own gallery."""
    outside, rerun = wiring.outside, wiring.rerun
    begin, clock = outside.begin(), outside.clock()
    storage = PictureStorage(assets=outside.assets())
    return {
        "list_curated_pictures": once(ListCuratedPictures(begin=begin, links=links)),
        "take_curated_picture": rerun(
            TakeCuratedPicture(
                begin=begin,
                storage=storage,
                remember=RememberPicture(begin=begin, storage=storage),
                links=links,
                clock=clock,
                new_id=new_id,
            )
        ),
        "add_curated_picture": rerun(
            AddCuratedPicture(
                begin=begin,
                storage=storage,
                reader=outside.picture_reader(),
                links=links,
                limits=outside.picture_limits(),
                clock=clock,
                new_id=new_id,
            )
        ),
        "remove_curated_picture": rerun(RemoveCuratedPicture(begin=begin, clock=clock)),
    }
