/*
 * Reading a JPEG held in memory with libjpeg-turbo, one row of its coded units at a time, as the
 * planes that are stored: no upsampling, no colour conversion.
 *
 * libjpeg leaves a failed call by longjmp. Each function here sets its own landing place first, so
 * that no jump ever passes a frame of another language, and answers with a code. Nothing is ever
 * printed. After a failure only jpeg_reader_close may be called.
 */

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

/* What a call answers; the same numbers stand in ffi.rs. */
enum answer { DONE = 0, BROKEN = 1, NO_MEMORY = 2 };

/* What the numbers of the planes mean; the same numbers stand in ffi.rs. */
enum coding { GREY = 0, YCC = 1, RGB = 2, CMYK = 3, YCCK = 4 };

/* A file with more scans than this wants to keep the processor busy, not to be seen: cameras and
   the web write about ten. */
#define MOST_SCANS 100

/* Coded units are at most 4 blocks high (ITU-T T.81, section B.2.2), and blocks at most 8 rows. */
#define MOST_ROWS (4 * DCTSIZE)

#define MOST_PLANES 4

struct plane {
    uint32_t width;  /* columns that belong to the picture */
    uint32_t height; /* rows that belong to the picture */
    uint32_t stride; /* columns that are written: whole blocks */
    uint32_t rows;   /* rows that one call writes */
    uint32_t across; /* eighths of a sample of this plane to a pixel, times the widest plane's factor */
    uint32_t down;   /* the same from top to bottom */
};

struct frame {
    uint32_t width;
    uint32_t height;
    uint32_t coding;
    uint32_t planes;
    uint32_t adobe;     /* 1 after an Adobe segment, which means ink stored upside down */
    uint32_t buffered;  /* 1 if all coefficients are held at once */
    uint32_t most_across; /* eight times the widest plane's factor */
    uint32_t most_down;
    uint64_t coefficient_bytes;
};

struct reader {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf landing;
    int buffered; /* all coefficients are held at once */
    int starved;  /* picture data was missing */
    int ended;    /* the file ended before its end marker */
};

static void fail(j_common_ptr common)
{
    struct reader *reader = common->client_data;
    longjmp(reader->landing, 1);
}

/* Warnings are noted, not printed. Only those that mean missing picture data count: bytes between
   segments, for one, harm nobody. */
static void note(j_common_ptr common, int level)
{
    struct reader *reader = common->client_data;
    if (level >= 0)
        return;
    switch (common->err->msg_code) {
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
        reader->starved = 1;
        break;
    case JWRN_JPEG_EOF:
        reader->ended = 1;
        break;
    default:
        break;
    }
}

static void stay_silent(j_common_ptr common)
{
    (void)common;
}

static void watch_scans(j_common_ptr common)
{
    struct reader *reader = common->client_data;
    if (reader->jpeg.input_scan_number > MOST_SCANS)
        fail(common);
}

static enum answer why(const struct reader *reader)
{
    return reader->errors.msg_code == JERR_OUT_OF_MEMORY ? NO_MEMORY : BROKEN;
}

static int coding_of(J_COLOR_SPACE space, int planes)
{
    if (space == JCS_GRAYSCALE && planes == 1)
        return GREY;
    if (space == JCS_YCbCr && planes == 3)
        return YCC;
    if (space == JCS_RGB && planes == 3)
        return RGB;
    if (space == JCS_CMYK && planes == 4)
        return CMYK;
    if (space == JCS_YCCK && planes == 4)
        return YCCK;
    return -1;
}

static void describe(const struct jpeg_decompress_struct *jpeg, struct frame *frame)
{
    frame->width = jpeg->image_width;
    frame->height = jpeg->image_height;
    frame->planes = (uint32_t)jpeg->num_components;
    frame->adobe = jpeg->saw_Adobe_marker ? 1 : 0;
    frame->most_across = (uint32_t)jpeg->max_h_samp_factor * DCTSIZE;
    frame->most_down = (uint32_t)jpeg->max_v_samp_factor * DCTSIZE;
    frame->coefficient_bytes = 0;
    for (int at = 0; at < jpeg->num_components; at++) {
        const jpeg_component_info *component = &jpeg->comp_info[at];
        /* Rounded up to whole coded units, as libjpeg allocates them. */
        uint64_t across = component->width_in_blocks + (uint64_t)component->h_samp_factor;
        uint64_t down = component->height_in_blocks + (uint64_t)component->v_samp_factor;
        frame->coefficient_bytes += across * down * DCTSIZE2 * sizeof(JCOEF);
    }
}

/* Opens a file and reads it up to the picture itself. The bytes must live until the reader is
   closed. NULL if there is no memory for the reader; otherwise it must be closed. */
struct reader *jpeg_reader_open(const uint8_t *bytes, size_t length, struct frame *frame, int *answer)
{
    struct reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL)
        return NULL;
    reader->jpeg.err = jpeg_std_error(&reader->errors);
    reader->errors.error_exit = fail;
    reader->errors.emit_message = note;
    reader->errors.output_message = stay_silent;
    reader->jpeg.client_data = reader;
    *answer = BROKEN;
    if (setjmp(reader->landing)) {
        *answer = why(reader);
        return reader;
    }
    jpeg_create_decompress(&reader->jpeg);
    reader->progress.progress_monitor = watch_scans;
    reader->jpeg.progress = &reader->progress;
    jpeg_save_markers(&reader->jpeg, JPEG_APP0 + 1, 0xffff);
    jpeg_save_markers(&reader->jpeg, JPEG_APP0 + 2, 0xffff);
    jpeg_mem_src(&reader->jpeg, bytes, (unsigned long)length);
    if (jpeg_read_header(&reader->jpeg, TRUE) != JPEG_HEADER_OK)
        return reader;
    int coding = coding_of(reader->jpeg.jpeg_color_space, reader->jpeg.num_components);
    if (coding < 0 || reader->jpeg.num_components > MOST_PLANES)
        return reader;
    describe(&reader->jpeg, frame);
    frame->coding = (uint32_t)coding;
    reader->buffered = jpeg_has_multiple_scans(&reader->jpeg) ? 1 : 0;
    frame->buffered = (uint32_t)reader->buffered;
    *answer = DONE;
    return reader;
}

/* The content of the first EXIF segment, or NULL. It lives as long as the reader. */
const uint8_t *jpeg_reader_exif(const struct reader *reader, size_t *length)
{
    static const uint8_t NAME[6] = "Exif\0";
    for (jpeg_saved_marker_ptr at = reader->jpeg.marker_list; at != NULL; at = at->next) {
        if (at->marker == JPEG_APP0 + 1 && at->data_length > sizeof NAME
            && memcmp(at->data, NAME, sizeof NAME) == 0) {
            *length = at->data_length - sizeof NAME;
            return at->data + sizeof NAME;
        }
    }
    return NULL;
}

/* The embedded profile put together from its segments, or NULL. The caller frees it with
   jpeg_reader_free. */
uint8_t *jpeg_reader_profile(struct reader *reader, size_t *length)
{
    JOCTET *profile = NULL;
    unsigned int bytes = 0;
    if (setjmp(reader->landing))
        return NULL;
    if (!jpeg_read_icc_profile(&reader->jpeg, &profile, &bytes))
        return NULL;
    *length = bytes;
    return profile;
}

void jpeg_reader_free(uint8_t *bytes)
{
    free(bytes);
}

/* Begins decoding at 1/denominator of the size (1, 2, 4 or 8). A progressive file is read to its
   end here. */
int jpeg_reader_start(struct reader *reader, uint32_t denominator, struct plane planes[MOST_PLANES])
{
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    if (setjmp(reader->landing))
        return why(reader);
    jpeg->raw_data_out = TRUE;
    jpeg->scale_num = 1;
    jpeg->scale_denom = denominator;
    jpeg->dct_method = JDCT_ISLOW;
    if (!jpeg_start_decompress(jpeg))
        return BROKEN;
    for (int at = 0; at < jpeg->num_components; at++) {
        const jpeg_component_info *component = &jpeg->comp_info[at];
        uint32_t block = (uint32_t)component->DCT_scaled_size;
        planes[at].width = component->downsampled_width;
        planes[at].height = component->downsampled_height;
        planes[at].stride = component->width_in_blocks * block;
        planes[at].rows = (uint32_t)component->v_samp_factor * block;
        planes[at].across = (uint32_t)component->h_samp_factor * block;
        planes[at].down = (uint32_t)component->v_samp_factor * block;
    }
    return DONE;
}

/* Decodes the next row of coded units, `planes[i].rows` rows into each plane at `into[i]`, which
   are `strides[i]` bytes apart. */
int jpeg_reader_next(struct reader *reader, uint8_t *const into[MOST_PLANES],
                     const size_t strides[MOST_PLANES])
{
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    JSAMPROW rows[MOST_PLANES][MOST_ROWS];
    JSAMPARRAY planes[MOST_PLANES];
    if (setjmp(reader->landing))
        return why(reader);
    for (int plane = 0; plane < jpeg->num_components; plane++) {
        const jpeg_component_info *component = &jpeg->comp_info[plane];
        int count = component->v_samp_factor * component->DCT_scaled_size;
        for (int row = 0; row < count; row++)
            rows[plane][row] = into[plane] + (size_t)row * strides[plane];
        planes[plane] = rows[plane];
    }
    return jpeg_read_raw_data(jpeg, planes, MOST_ROWS) > 0 ? DONE : BROKEN;
}

/* Reads over the next row of coded units without turning coefficients into samples. */
int jpeg_reader_skip(struct reader *reader)
{
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    JSAMPARRAY planes[MOST_PLANES] = {NULL, NULL, NULL, NULL};
    if (setjmp(reader->landing))
        return why(reader);
    for (int plane = 0; plane < jpeg->num_components; plane++)
        jpeg->comp_info[plane].component_needed = FALSE;
    JDIMENSION read = jpeg_read_raw_data(jpeg, planes, MOST_ROWS);
    for (int plane = 0; plane < jpeg->num_components; plane++)
        jpeg->comp_info[plane].component_needed = TRUE;
    return read > 0 ? DONE : BROKEN;
}

/* 1 if part of the picture was missing from what has been decoded so far. */
int jpeg_reader_cut_short(const struct reader *reader)
{
    const struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    if (reader->starved)
        return 1;
    if (!reader->ended)
        return 0;
    if (jpeg->coef_bits == NULL)
        return jpeg->arith_code || reader->buffered;
    /* A progressive file without its end marker is whole if every coefficient is exact. */
    for (int plane = 0; plane < jpeg->num_components; plane++)
        for (int at = 0; at < DCTSIZE2; at++)
            if (jpeg->coef_bits[plane][at] != 0)
                return 1;
    return 0;
}

void jpeg_reader_close(struct reader *reader)
{
    if (reader == NULL)
        return;
    /* Closing frees memory and cannot fail, but must not jump to a frame that is gone. */
    if (!setjmp(reader->landing))
        jpeg_destroy_decompress(&reader->jpeg);
    free(reader);
}
