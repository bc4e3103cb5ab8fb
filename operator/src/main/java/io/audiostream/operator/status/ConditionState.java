package io.audiostream.operator.status;

import io.audiostream.commandline.AddressMask;

/**
 * The current state of a condition, without the time of its last transition.
 *
 * @param reason a reason that conditions of this type can have
 * @param message one or more sentences for people
 */
record ConditionState(ConditionType type, ConditionStatus status, Reason reason, String message) {
    /** Checks that the reason belongs to the type. Masks addresses, also in what other programs report. */
    ConditionState {
        message = AddressMask.mask(message);
        if (!reason.isOf(type)) {
            throw new IllegalArgumentException("a condition of type %s cannot have the reason %s; see %s"
                    .formatted(type.text(), reason, Reason.class.getSimpleName()));
        }
    }
}
