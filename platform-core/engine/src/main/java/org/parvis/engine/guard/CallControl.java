package org.parvis.engine.guard;

/** The guard's hold on a running call. */
public interface CallControl {
    /** For what is pure: nothing to take back, nothing that leaves. */
    CallControl PURE = new CallControl() {
        @Override
        public void revoke() {}

        @Override
        public boolean changeMayHaveLeft() {
            return false;
        }

        @Override
        public void end() {}
    };

    /** From now on the plugin can do nothing more with the call. */
    void revoke();

    /** Whether a changing request has left within this call, whatever became of it. */
    boolean changeMayHaveLeft();

    /** The call is over; nothing of it may be used any more. */
    void end();
}
