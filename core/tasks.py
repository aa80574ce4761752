"""What keeps the queue going by itself."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

# A job that ends its worker this often is left to whoever looks after the machine.
MOST_ATTEMPTS = 5
KEEP_HOURS = 24 * 14


@app.periodic(cron="* * * * *")
@app.task(name="core.retry_stalled", queueing_lock="core.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Queue again what a worker was at when it died; every task may run twice without harm."""
    for job in await context.app.job_manager.get_stalled_jobs():
        if job.attempts < MOST_ATTEMPTS:
            await context.app.job_manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(name="core.forget_old_jobs", queueing_lock="core.forget_old_jobs", pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:
    """Delete jobs that ended well a fortnight ago; failed ones stay."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_HOURS)
