"""Every number that recognising altered copies was tuned with, in one place, each with the reason for it.

They were chosen on even-numbered photographs and are reported on odd ones; `benchmarks/README.md` says how to see what
a change of one of them does. What follows from a definition (the sizes of PDQ, the bits of a code) stands with it.
"""

from __future__ import annotations

from dataclasses import dataclass

PIPELINE = 2  # grows with each change by which fingerprints or verdicts of the same picture become other ones
REPORTS_PIPELINE = 1  # grows with each change by which published reports are told by other hashes, or otherwise


@dataclass(frozen=True, slots=True)
class Look:
    """How closely to look at a picture found."""

    side: int  # pixels of the long side that features are looked for in
    features: int  # most points of a picture


@dataclass(frozen=True, slots=True)
class Setting:
    """How much work a picture found is worth."""

    first: Look
    closer: Look  # where the first leaves a doubt
    probes: int  # lists of the index that are searched
    verified: int  # own photos whose geometry is checked, the most likely first


# At 240 pixels an own photo that fills a tenth of a picture is too small to be found, and gives no votes to say so; 320
# finds hardly more than 280 and costs half as much again. Fewer points lose blends, whose other picture has its share.
DEFAULT = Setting(first=Look(280, 500), closer=Look(512, 700), probes=4, verified=20)
FAST = Setting(first=Look(240, 300), closer=Look(400, 500), probes=3, verified=10)

# Which pictures are looked at more closely: those in which something was found that is not certain, and those with
# votes for a photo that was not found. Fewer votes do where the photo may be shown small, as straight edges and plain
# lines tell of screenshots and collages, and in smooth pictures. Without the votes it was one in five of strangers'
# photographs, and a closer look costs three times a first one.
PROMISING = 4.0  # strength of the votes above chance; 5 and 3 find three in a thousand less of the copies of 34 photos
PROMISING_AMONG_OTHERS = 2.0
SMOOTH = 150  # features; a picture with fewer is smooth
EDGE_STEP = 10  # grey levels from the line before an edge to the line after it
EDGE_SHARE = 0.85  # of a line of pixels, along which there is such a step
EDGE_STANDS_OUT = 0.6  # by so much more than the middle one of all lines, which in grass or gravel is high as well
PLAIN_SPREAD = 4  # grey levels between the darkest and the lightest tenth of a plain line
PLAIN_SHARE = 0.02  # of all lines


@dataclass(frozen=True, slots=True)
class PhotoScale:
    """At which size of an own photo to look for features, and how many to keep."""

    side: int
    features: int


# Two sizes, because a copy may show the photo large (a crop) or small (in a collage): SIFT bridges an octave well.
PHOTO_SCALES = (PhotoScale(512, 350), PhotoScale(256, 150))
FRAME_SIDE = 512  # pixels of the long side of the frame in which the points of an own photo are given
GRID = 6  # features of an own photo are spread over 6 × 6 cells, so that a crop of any part keeps some
DETECTED_PER_KEPT = 4  # from how many times as many the spread is chosen

CONTRAST = 0.02  # of a point's extremum; half of OpenCV's default, for smooth pictures
MAX_ENLARGEMENT = 2.0  # small pictures are enlarged at most so much before features are looked for
INVERTED_FEATURES = 80  # so many of the strongest points are also looked up as the negative's: enough for a whole one

NEIGHBOURS = 4  # own points looked at for each point of a picture
FARTHEST_CODE = 77  # bits of 256 that may differ between codes of one point
SMALL_LIBRARY = 3_000  # codes; so few are faster compared one by one than through lists

LEAST_VOTES = 4  # fewer consistent pairs cannot become four inliers
LEAST_STRENGTH = 2.0  # of the winning votes, in which a perfect pair counts 1.05; no true copy fell below 2.2

LEAST_INLIERS = 4
MOST_PAIRS = 200  # the nearest so many are looked at; more agree with each other no differently
INLIER_DISTANCE = 0.02  # of the picture's long side
OCTAVES_APART = 0.9  # between the scales that two pairs of one map guess
RADIANS_APART = 0.5  # between the rotations

# Verdicts. Score is separate inliers plus the layout's deviations from chance; share is that of the layout bits alike.
CERTAIN_SCORE, CERTAIN_SHARE = 18.0, 0.89  # the share tells a copy from the next frame of the same film
PROBABLE_SCORE, PROBABLE_SHARE = 14.0, 0.70
# Opaque stripes or stickers leave fewer layout bits alike, and no fewer of the points between them.
PROBABLE_INLIERS, PROBABLE_SHARE_OF_MANY = 40, 0.60
SCENE_SCORE = 14.0
# A handful of points fits somewhere in any smooth picture by chance; then the layout must be seen on a good part.
SOLID_INLIERS, SOLID_BITS = 6, 500

# What lies alike in many pictures; the figures are those of 1,652 true copies, and of drawn screens, pages and tiles.
# Screenshots share bars and fields, which lie along the edges: of the points that lie alike copies had a share of 0.13
# or more in the middle of the photo (but for two), screens with one chrome 0.21 at most, chats full of bubbles 0.14.
MIDDLE_COLUMNS, MIDDLE_ROWS = (0.15, 0.85), (0.20, 0.72)
LEAST_AMID, HARDLY_AMID, MOSTLY_AMID = 0.10, 0.15, 0.25  # the others where it repeats itself, as letters do
MIDDLE_BITS = 0.50  # of the layout bits in the middle; where fewer mean something, a photo is all frame
MIDDLE_SHARE = 0.85  # of these that must agree
# Letters, tiles and corners look alike among themselves. Of the points of collages of plain cells no more than 0.37
# were kinds of their own, and of checkerboards never as many as five kinds; of those of smooth photographs, 0.50 or
# more. What lies along the edges is held to more: 0.68, for words on bars; with many kinds, some may recur even there,
# with 40 where a fair share lies in the middle, with 60 where hardly any does.
SAME_KIND = 65  # bits of 256 in which codes of one kind may differ
KINDS_SHARE, KINDS_SHARE_AT_EDGES = 0.50, 0.68
LEAST_KINDS, FEW_KINDS, MANY_KINDS, VERY_MANY_KINDS = 5, 20, 40, 60

# Any two pages of text have hundreds of letters that look alike; up to 0.085 of these lay alike, but 0.13 or more in
# every copy.
LEAST_LYING_ALIKE = 0.10  # of the pairs that look alike

# Whole-picture hashes: PDQ and pHash as one code of 512 bits. Strangers' pictures differed in 184 bits or more, 90 of
# them PDQ's; other shots of a scene, as the next frame of a film, in 66 or more.
FARTHEST_HASH = 140
FARTHEST_PDQ = 84  # of PDQ's 256; tested first, because it leaves next to nothing for the second test
CERTAIN_HASH = 60

# Published hashes, which a picture is possibly known by. PDQ's publishers take 31 bits of 256 for a match. With the
# pHash of the same region, strangers' pictures and parts of them differed in 158 bits of both or more from 34 photos,
# from hundreds of odd parts of each in 124: there is room for a feed of 100,000 and 1,000 photos.
PUBLISHED_PDQ = 31
PUBLISHED_BOTH, PUBLISHED_BOTH_PDQ = 110, 64  # of 512 bits, and PDQ's share of them; without a limit of that share the
# search takes twice as long and finds one copy in a thousand more
PUBLISHED_PHASH = 40  # of 256 bits, where no PDQ is published; strangers' differed in 74 or more
PUBLISHED_PHASH64 = 4  # of 64 bits; strangers' differed in 12 or more, from ten times as many photos in 6

# Which parts of an own photo are hashed, so that a hash of such a part is recognised. Of 500 parts that were tried, the
# tall one and the square find most that whole photos do not, and all but these few next to nothing.
CENTRED_CROPS = ((0.9, 0.9), (0.9, 1.0), (1.0, 0.9), (0.8, 0.8), (1.0, 0.8))  # of the width, of the height
CROPPED_SHAPES = (1.0, 4 / 5, 9 / 16)  # width to height

# Pictures inside of a picture, which a publisher hashes as well: rectangles with edges on all sides. Of 350 stories,
# chats, pages, collages, pictures in pictures and memes, .80 are then told by hashes alone, and .20 without; in two of
# three strangers' photographs there is no such rectangle.
RECTANGLE_STEP = 10  # grey levels of an edge; 5 and 8 find more edges in photographs and fewer pictures
RECTANGLE_RUN = 0.12  # of the picture's side: the shortest side, and the stretch that an edge must be seen along
RECTANGLE_LINE = 0.35  # of that stretch along which there is an edge
RECTANGLE_LINES = 40  # at most, each way; 30 lose one picture in thirty
RECTANGLE_SIDE, RECTANGLE_SIDES = 0.2, 0.4  # of the weakest side, and of all four: what lies beside may be as bright
RECTANGLE_BORDER = 0.5  # what the picture's own border counts as a side
RECTANGLE_BUSY = 0.3  # of the pixels within; the bubbles of a chat are empty
RECTANGLE_BUSY_WEIGHT = 1.5  # against the weakest side, when the best are chosen
RECTANGLE_AREA = 0.03  # of the picture
RECTANGLE_SHAPE = 3.2  # long side to short side
RECTANGLE_ALIKE = 0.87  # overlap, as a share of the union; hashes bear no more than a few hundredths of a side

LEAST_FEATURES = 8  # a picture with fewer, and without hashes, is too plain to be told from others
SAME_PLACE = 0.6  # overlap, as a share of the union, from which two own photos are found at one place of a picture

# Which lines of the layout's grid a picture shows: with so many bits to go by, at least so many of them must agree.
LINE_BITS = 10
LINE_SHARE = 0.68
LINES_SHOWN = 3  # in a row; one line agrees by chance now and then
LEAST_LINES_CUT = 2  # at one edge; fewer is the blur at the edge of a copy, not a crop
