package io.saccade;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** Real pictures, written by the JDK's encoders: another hand than the one that decodes them. */
public final class Pictures {

    private Pictures() {}

    /** A smooth colourful picture of a {@link BufferedImage} type. */
    public static BufferedImage picture(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int red = 40 + 200 * x / width;
                int green = 30 + 200 * y / height;
                int blue = 255 - 100 * x / width - 100 * y / height;
                int alpha = 255 - 127 * x / width;
                image.setRGB(x, y, alpha << 24 | red << 16 | green << 8 | blue);
            }
        }
        return image;
    }

    /** A picture of noise, which compresses badly. */
    public static BufferedImage noise(int width, int height, long seed) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        return image;
    }

    /** A colour JPEG. */
    public static byte[] jpeg(int width, int height) {
        return encode(picture(width, height, BufferedImage.TYPE_INT_RGB), "jpeg", false);
    }

    /** Any picture in any format that the JDK writes; progressive JPEG or interlaced PNG if asked for. */
    public static byte[] encode(BufferedImage image, String format, boolean progressive) {
        return encode(new IIOImage(image, null, null), format, progressive);
    }

    /** Samples as they are, in as many channels as they have: four make a JPEG of CMYK. */
    public static byte[] encode(Raster samples, String format) {
        return encode(new IIOImage(samples, null, null), format, false);
    }

    private static byte[] encode(IIOImage image, String format, boolean progressive) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        if (progressive) {
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, image, param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
