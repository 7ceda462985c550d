"""Resumable uploads: what routes are given, and the job that clears away."""

from adapters.outbound.system.clock import new_id
from application.media.begin_part import BeginPart
from application.media.begin_upload import BeginUpload
from application.media.end_upload import EndUpload
from application.media.expire_uploads import ExpireUploads
from application.media.finish_upload import FinishUpload
from application.media.keep_part import KeepPart
from application.media.upload_ports import MakePicture
from composition.ground import seconds
from composition.wiring import Provided, Wiring


def upload_use_cases(wiring: Wiring, make_picture: MakePicture) -> Provided:
    """`make_picture` is what an ordinary upload goes through, with all its guards."""
    outside, settings, rerun = wiring.outside, wiring.settings, wiring.rerun
    begin, clock, assets = outside.begin(), outside.clock(), outside.assets()
    lifetime = seconds(settings.upload_lifetime_s)
    return {
        "begin_upload": rerun(
            BeginUpload(
                begin=begin,
                limits=outside.picture_limits(),
                clock=clock,
                new_id=new_id,
                lifetime=lifetime,
                open_max=settings.uploads_open_max,
            )
        ),
        "begin_part": rerun(
            BeginPart(begin=begin, clock=clock, new_id=new_id, parts_max=settings.upload_parts_max)
        ),
        "keep_part": rerun(KeepPart(begin=begin, assets=assets, clock=clock, lifetime=lifetime)),
        "finish_upload": rerun(
            FinishUpload(
                begin=begin,
                assets=assets,
                make_picture=make_picture,
                clock=clock,
                claim=seconds(settings.upload_finish_claim_s),
            )
        ),
        "end_upload": rerun(EndUpload(begin=begin, assets=assets, clock=clock)),
    }


def expire_uploads(wiring: Wiring) -> ExpireUploads:
    outside, settings = wiring.outside, wiring.settings
    return ExpireUploads(
        begin=outside.begin(),
        assets=outside.assets(),
        clock=outside.clock(),
        grace=seconds(2 * settings.upload_part_time_max_s),
        batch=settings.upload_expiry_batch,
    )
