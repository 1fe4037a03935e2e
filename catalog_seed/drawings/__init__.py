"""The drawings: every product's picture, composed from parts in Python and rendered by `make pictures`."""

from catalog_seed.drawings.goods import SCENES as GOODS
from catalog_seed.drawings.lessons import SCENES as LESSONS
from catalog_seed.drawings.lessons import night
from catalog_seed.drawings.scene import Scene

SCENES = {
    scene.slug: scene
    for scene in (
        *LESSONS,
        *GOODS,
        Scene("gastrocnemius-and-soleus-trigger-points", night),
    )
}
