package io.audiostream.operator.model;

import io.audiostream.operator.api.FolderPreset;
import io.audiostream.operator.api.ModelPreset;
import io.audiostream.operator.api.UserIds;
import java.util.Optional;

/**
 * The operator's own settings for fields that a resource leaves out.
 *
 * @param images images for resources that name none
 * @param mirror folder from which pods download presets, {@code http(s)://HOST/PATH} without a slash at the end; empty:
 *     pods download them from their publishers
 * @param ctranslate2 whether the CTranslate2 engine is available, so that {@code engine: auto} may select it
 * @param ipv6 whether pods may have IPv6 addresses
 * @param userIds who chooses the user and the groups of pods
 */
public record Defaults(Images images, Optional<String> mirror, boolean ctranslate2, boolean ipv6, UserIds userIds) {

    /** The settings of an operator without configuration. */
    public static final Defaults OF_THIS_VERSION =
            new Defaults(Images.OF_THIS_VERSION, Optional.empty(), true, true, UserIds.FIXED);

    /** Returns the settings of this version with other images. */
    public static Defaults of(Images images) {
        return new Defaults(images, Optional.empty(), true, true, UserIds.FIXED);
    }

    /** Returns a copy in which the CTranslate2 engine is available or not. */
    public Defaults withCtranslate2(boolean available) {
        return new Defaults(images, mirror, available, ipv6, userIds);
    }

    /** Returns the address that Envoy's listener binds to in a pod. */
    String listenAddress() {
        return ipv6 ? Placement.ALL_ADDRESSES : Placement.ALL_IPV4;
    }

    /** Returns the address of the preset's folder, without a slash at the end. */
    String uri(FolderPreset preset) {
        return mirror.map(folder -> folder + "/" + preset.folderName()).orElseGet(preset::uri);
    }

    /** Returns the address of the preset's file. */
    String uri(ModelPreset preset) {
        return mirror.map(folder -> folder + "/" + preset.fileName()).orElseGet(preset::uri);
    }
}
