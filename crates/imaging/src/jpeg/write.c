/*
 * Writing a JPEG to memory with libjpeg-turbo, rows as they come.
 *
 * As in read.c, no jump of libjpeg's ever passes a frame of another language, and nothing is ever
 * printed. After a failure only jpeg_writer_close may be called.
 */

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>
#include <jerror.h>

enum answer { DONE = 0, BROKEN = 1, NO_MEMORY = 2 };

/* What the file begins with, and what it grows by at least. */
#define FIRST_BYTES ((size_t)256 * 1024)

struct writer {
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_destination_mgr destination;
    jmp_buf landing;
    uint8_t *bytes;
    size_t capacity;
    size_t length;
};

struct settings {
    uint32_t width;
    uint32_t height;
    uint32_t quality;    /* 1 to 100 */
    uint32_t subsampled; /* 1: a quarter of the colour samples (4:2:0); 0: all (4:4:4) */
    uint32_t dpi;        /* up to 65535 */
    const uint8_t *profile;
    size_t profile_length;
};

static void fail(j_common_ptr common)
{
    struct writer *writer = common->client_data;
    longjmp(writer->landing, 1);
}

static void ignore(j_common_ptr common, int level)
{
    (void)common;
    (void)level;
}

static void stay_silent(j_common_ptr common)
{
    (void)common;
}

static void point_to_room(struct writer *writer, size_t used)
{
    writer->destination.next_output_byte = writer->bytes + used;
    writer->destination.free_in_buffer = writer->capacity - used;
}

static void begin(j_compress_ptr jpeg)
{
    point_to_room(jpeg->client_data, 0);
}

/* Called when the room is used up. */
static boolean grow(j_compress_ptr jpeg)
{
    struct writer *writer = jpeg->client_data;
    size_t used = writer->capacity;
    uint8_t *bytes = realloc(writer->bytes, used * 2);
    if (bytes == NULL)
        ERREXIT1(jpeg, JERR_OUT_OF_MEMORY, 0);
    writer->bytes = bytes;
    writer->capacity = used * 2;
    point_to_room(writer, used);
    return TRUE;
}

static void end(j_compress_ptr jpeg)
{
    struct writer *writer = jpeg->client_data;
    writer->length = writer->capacity - writer->destination.free_in_buffer;
}

static enum answer why(const struct writer *writer)
{
    return writer->errors.msg_code == JERR_OUT_OF_MEMORY ? NO_MEMORY : BROKEN;
}

/* Begins a baseline file of red, green and blue with the usual Huffman tables. NULL if there is no
   memory for the writer; otherwise it must be closed. */
struct writer *jpeg_writer_open(const struct settings *settings, int *answer)
{
    struct writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL)
        return NULL;
    *answer = NO_MEMORY;
    writer->capacity = FIRST_BYTES;
    writer->bytes = malloc(writer->capacity);
    if (writer->bytes == NULL)
        return writer;
    struct jpeg_compress_struct *jpeg = &writer->jpeg;
    jpeg->err = jpeg_std_error(&writer->errors);
    writer->errors.error_exit = fail;
    writer->errors.emit_message = ignore;
    writer->errors.output_message = stay_silent;
    jpeg->client_data = writer;
    if (setjmp(writer->landing)) {
        *answer = why(writer);
        return writer;
    }
    jpeg_create_compress(jpeg);
    writer->destination.init_destination = begin;
    writer->destination.empty_output_buffer = grow;
    writer->destination.term_destination = end;
    jpeg->dest = &writer->destination;
    jpeg->image_width = settings->width;
    jpeg->image_height = settings->height;
    jpeg->input_components = 3;
    jpeg->in_color_space = JCS_RGB;
    jpeg_set_defaults(jpeg);
    jpeg_set_quality(jpeg, (int)settings->quality, TRUE);
    jpeg->comp_info[0].h_samp_factor = settings->subsampled ? 2 : 1;
    jpeg->comp_info[0].v_samp_factor = settings->subsampled ? 2 : 1;
    jpeg->density_unit = 1; /* dots per inch */
    jpeg->X_density = (UINT16)settings->dpi;
    jpeg->Y_density = (UINT16)settings->dpi;
    jpeg_start_compress(jpeg, TRUE);
    if (settings->profile_length > 0)
        jpeg_write_icc_profile(jpeg, settings->profile, (unsigned int)settings->profile_length);
    *answer = DONE;
    return writer;
}

/* Adds one row of 3 x width bytes. Rows beyond the height are an error. */
int jpeg_writer_row(struct writer *writer, const uint8_t *row)
{
    if (setjmp(writer->landing))
        return why(writer);
    JSAMPROW rows[1] = {(JSAMPROW)row};
    if (writer->jpeg.next_scanline >= writer->jpeg.image_height)
        return BROKEN;
    return jpeg_write_scanlines(&writer->jpeg, rows, 1) == 1 ? DONE : BROKEN;
}

/* Ends the file after its last row. The bytes live as long as the writer. */
int jpeg_writer_finish(struct writer *writer, const uint8_t **bytes, size_t *length)
{
    if (setjmp(writer->landing))
        return why(writer);
    jpeg_finish_compress(&writer->jpeg);
    *bytes = writer->bytes;
    *length = writer->length;
    return DONE;
}

void jpeg_writer_close(struct writer *writer)
{
    if (writer == NULL)
        return;
    if (!setjmp(writer->landing))
        jpeg_destroy_compress(&writer->jpeg);
    free(writer->bytes);
    free(writer);
}
