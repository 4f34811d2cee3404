package io.cameleer.batch;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.apache.camel.util.concurrent.SynchronousExecutorService;

/**
 * Has a batch loaded by a thread of its own while the loader that filled it waits: as if the loader did it, but for the
 * stack. Once Camel's aggregator has sent on a batch on the thread that filled it, Camel 4.18 takes that thread for one
 * that has nothing under way ({@code DefaultReactiveExecutor}) and runs what comes next inside of the call instead of
 * after it; some hundred batches later the stack is full.
 */
public final class ThreadPerBatch extends SynchronousExecutorService {
    private final ThreadFactory threads = new CamelThreadFactory("cameleer thread ##counter# - #name#", "batch", true);

    /** Returns when the task has ended. An interruption is passed on to it, and does not end the waiting. */
    @Override
    public void execute(Runnable task) {
        var loading = new FutureTask<Void>(task, null);
        var thread = threads.newThread(loading);
        thread.start();
        boolean interrupted = false;
        while (true) {
            try {
                loading.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                thread.interrupt();
            } catch (ExecutionException e) {
                throw new IllegalStateException("A table batch could not be loaded: " + e.getCause(), e.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
