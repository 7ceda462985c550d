"""Where files lie, and who decodes, draws and fetches pictures."""

from dependency_injector import providers

from adapters.outbound.fetching.https_picture_fetcher import HttpsPictureFetcher
from adapters.outbound.imaging.confinement import Confinement
from adapters.outbound.imaging.pool import ProcessRules
from adapters.outbound.imaging.processes import ImagingProcesses
from adapters.outbound.imaging.vips_picture_reader import VipsPictureReader
from adapters.outbound.imaging.vips_renderer import RenderRules, VipsRenderer
from adapters.outbound.redis.cache import RedisCache
from adapters.outbound.redis.previews import RedisPreviews
from adapters.outbound.redis.render_news import RedisRenderNews
from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from application.media.ports import PictureDecodingBusy, PictureFetchingBusy
from application.shared.one_turn_each import OneTurnEach
from composition.ground import Ground, seconds
from composition.storage import assets_of
from domain.media.limits import PictureLimits
from domain.resilience.circuit import Circuit


class PictureParts(Ground):
    """Untrusted bytes meet a decoder in other processes only."""

    settings = Ground.settings
    clock = Ground.clock
    cache_client = Ground.cache_client

    signatures = providers.Singleton(
        HmacAssetSignatures, settings.provided.asset_secret, settings.provided.public_base_url
    )
    assets = providers.Singleton(assets_of, settings, signatures)
    picture_limits = providers.Singleton(
        PictureLimits,
        bytes_max=settings.provided.picture_bytes_max,
        pixels_max=settings.provided.picture_pixels_max,
        side_px_max=settings.provided.picture_side_px_max,
    )
    imaging = providers.Singleton(
        ImagingProcesses,
        providers.Factory(
            ProcessRules,
            processes_max=settings.provided.picture_decodes_at_once,
            wait_s=settings.provided.picture_decode_wait_s,
            attempts_max=settings.provided.picture_decode_attempts_max,
            tasks_per_process_max=settings.provided.imaging_tasks_per_process,
            confinement=providers.Factory(
                Confinement,
                memory_mb=settings.provided.imaging_memory_mb,
                file_mb=settings.provided.imaging_file_mb,
                vips_threads=settings.provided.imaging_threads,
            ),
        ),
    )
    picture_reader = providers.Singleton(
        VipsPictureReader,
        imaging,
        picture_limits,
        thumbnail_widths_px=settings.provided.thumbnail_widths_px,
        deadline_s=settings.provided.picture_decode_deadline_s,
    )
    renderer = providers.Singleton(
        VipsRenderer,
        imaging,
        providers.Factory(
            RenderRules,
            preview_quality=settings.provided.preview_quality,
            preview_deadline_s=settings.provided.preview_deadline_s,
            print_quality=settings.provided.print_quality,
            print_deadline_s=settings.provided.render_deadline_s,
        ),
    )
    # Uploads and previews of one owner share a turn, because they share the processes.
    imaging_turns = providers.Singleton(OneTurnEach, PictureDecodingBusy, "imaging")
    fetching_turns = providers.Singleton(OneTurnEach, PictureFetchingBusy, "pictures")
    picture_fetcher = providers.Singleton(
        HttpsPictureFetcher,
        picture_limits,
        timeout_s=settings.provided.picture_url_timeout_s,
        read_timeout_s=settings.provided.picture_url_read_timeout_s,
        at_once=settings.provided.picture_urls_at_once,
        wait_s=settings.provided.picture_url_wait_s,
    )
    previews = providers.Singleton(
        RedisPreviews,
        providers.Singleton(RedisCache, cache_client),
        kept_s=settings.provided.preview_kept_s,
        tried_kept_s=settings.provided.preview_tried_kept_s,
        bytes_max=settings.provided.preview_bytes_max,
        circuit=providers.Singleton(
            Circuit,
            failures_max=1,
            open_for=providers.Callable(seconds, settings.provided.rate_limit_pause_s),
        ),
        clock=clock,
    )
    render_news = providers.Singleton(
        RedisRenderNews,
        cache_client,
        again_after_s=settings.provided.rate_limit_pause_s,
    )
