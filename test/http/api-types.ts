export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** check that the process answers */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** check that everything the requests depend on is available */
        get: operations["getReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** metrics for Prometheus */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/configmgt/api/1.0/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * list the users who have a login, with their profiles
         * @description requires the role page or read or admin
         */
        get: operations["getUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/configmgt/api/1.0/rights/user/{login}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * get a user's profile and rights
         * @description requires the role page or read or admin
         */
        get: operations["getRightsUserByLogin"];
        put?: never;
        /**
         * set a user's profile or rights
         * @description requires the role page or admin
         */
        post: operations["postRightsUserByLogin"];
        /**
         * delete a user's profile
         * @description requires the role page or admin
         */
        delete: operations["deleteRightsUserByLogin"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/configmgt/api/1.0/callback_lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * list the callback lists with their ongoing requests
         * @description requires the role page or read or admin
         */
        get: operations["getCallbackLists"];
        put?: never;
        /**
         * create a callback list
         * @description requires the role page or admin
         */
        post: operations["postCallbackLists"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/configmgt/api/1.0/callback_lists/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * delete a list with all its requests
         * @description requires the role page or admin
         */
        delete: operations["deleteCallbackListsByUuid"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/configmgt/api/1.0/callback_lists/{listUuid}/callback_requests/csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * import callback requests
         * @description requires the role page or admin
         */
        post: operations["postCallbackListsCallbackRequestsCsv"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/configmgt/api/1.0/callback_lists/{listUuid}/callback_requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * create a callback request
         * @description requires the role page or admin
         */
        post: operations["postCallbackListsCallbackRequests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/configmgt/api/1.0/callback_requests/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * find callback requests
         * @description requires the role page or read or admin
         */
        post: operations["postCallbackRequestsFind"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/configmgt/api/1.0/agent_config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * list the agents with their queues
         * @description requires the role page or read or admin
         */
        get: operations["getAgentConfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/configmgt/api/1.0/agent_config/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * get an agent with its queues
         * @description requires the role page or read or admin
         */
        get: operations["getAgentConfigById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/configmgt/api/1.0/queue/{id}/dissuasion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * get where a queue's callers go when no agent can answer
         * @description requires the role page or read or admin
         */
        get: operations["getQueueDissuasion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/configmgt/api/1.0/queue/{id}/dissuasions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * list what a queue's dissuasion can be set to
         * @description requires the role page or read or admin
         */
        get: operations["getQueueDissuasions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/configmgt/api/1.0/queue/{id}/dissuasion/sound_file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * play a sound to a queue's callers when no agent can answer
         * @description requires the role page or admin
         */
        put: operations["putQueueDissuasionSoundFile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/configmgt/api/1.0/queue/{id}/dissuasion/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * send a queue's callers to another queue when no agent can answer
         * @description requires the role page or admin
         */
        put: operations["putQueueDissuasionQueue"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/rights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * list who may do what: all users with a profile, or those who see a queue, agent group or incall
         * @description requires the role read or admin
         */
        get: operations["getRights"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/rights/user/{login}/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * explain what a user may do on every queue, and why
         * @description requires the role read or admin
         */
        get: operations["getRightsUserQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/rights/user/{login}/queue/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * explain what a user may do on a queue, and why
         * @description requires the role read or admin
         */
        get: operations["getRightsUserQueueById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/callback_stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * count the ongoing requests of each list: overdue, due today, by day and period
         * @description requires the role read or admin
         */
        get: operations["getCallbackStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/callback_lists/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * get a callback list without its requests
         * @description requires the role read or admin
         */
        get: operations["getCallbackListsByUuid"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * change a list's name, its queue, or both
         * @description requires the role admin
         */
        patch: operations["patchCallbackListsByUuid"];
        trace?: never;
    };
    "/xivoctl/api/1/callback_requests/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * get a callback request
         * @description requires the role read or admin
         */
        get: operations["getCallbackRequestsByUuid"];
        put?: never;
        post?: never;
        /**
         * delete a callback request permanently
         * @description requires the role admin
         */
        delete: operations["deleteCallbackRequestsByUuid"];
        options?: never;
        head?: never;
        /**
         * change a callback request; an empty text removes a value
         * @description requires the role admin
         */
        patch: operations["patchCallbackRequestsByUuid"];
        trace?: never;
    };
    "/xivoctl/api/1/callback_requests/{uuid}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * move a callback request to another list
         * @description requires the role admin
         */
        post: operations["postCallbackRequestsMove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/callback_requests/{uuid}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * close a callback request
         * @description requires the role admin
         */
        post: operations["postCallbackRequestsClose"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/callback_requests/{uuid}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * reopen a closed callback request
         * @description requires the role admin
         */
        post: operations["postCallbackRequestsReopen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/callback_requests/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * close callback requests
         * @description requires the role admin
         */
        post: operations["closeCallbackRequests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/callback_requests/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * reopen closed callback requests
         * @description requires the role admin
         */
        post: operations["reopenCallbackRequests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/callback_requests/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * delete callback requests permanently
         * @description requires the role admin
         */
        post: operations["deleteCallbackRequests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/callback_requests/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * move callback requests to another list
         * @description requires the role admin
         */
        post: operations["moveCallbackRequests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/callback_requests/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * change callback requests; an empty text removes a value
         * @description requires the role admin
         */
        post: operations["updateCallbackRequests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/callback_requests/person": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * show everything stored about the customers with these phone numbers
         * @description requires the role admin
         */
        post: operations["postCallbackRequestsPerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/callback_requests/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * delete everything stored about the customers with these phone numbers
         * @description requires the role admin
         */
        post: operations["postCallbackRequestsErase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/callback_requests/purge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * delete requests that were closed, or due, before a given day
         * @description requires the role admin
         */
        post: operations["postCallbackRequestsPurge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/do_not_call/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * list the numbers on the do-not-call list, newest first
         * @description requires the role read or admin
         */
        post: operations["postDoNotCallFind"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/do_not_call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * put numbers on the do-not-call list
         * @description requires the role admin
         */
        post: operations["postDoNotCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/do_not_call/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * take numbers off the do-not-call list
         * @description requires the role admin
         */
        post: operations["postDoNotCallRemove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/callback_tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * list tickets (attempts to call), newest first
         * @description requires the role read or admin
         */
        get: operations["getCallbackTickets"];
        put?: never;
        /**
         * add a ticket (an attempt to call) to each of these requests
         * @description requires the role admin
         */
        post: operations["postCallbackTickets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/callback_report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * report what arrived, what was closed, and which promises were kept in a period
         * @description requires the role read or admin
         */
        get: operations["getCallbackReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/callback_periods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * list the preferred periods, by start
         * @description requires the role read or admin
         */
        get: operations["getCallbackPeriods"];
        put?: never;
        /**
         * create a preferred period
         * @description requires the role admin
         */
        post: operations["postCallbackPeriods"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/callback_periods/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * get a preferred period
         * @description requires the role read or admin
         */
        get: operations["getCallbackPeriodsByUuid"];
        put?: never;
        post?: never;
        /**
         * delete a preferred period that no request uses
         * @description requires the role admin
         */
        delete: operations["deleteCallbackPeriodsByUuid"];
        options?: never;
        head?: never;
        /**
         * change a preferred period, including for the requests that use it
         * @description requires the role admin
         */
        patch: operations["patchCallbackPeriodsByUuid"];
        trace?: never;
    };
    "/xivoctl/api/1/callback_periods/{uuid}/default": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * make a period the default
         * @description requires the role admin
         */
        post: operations["postCallbackPeriodsDefault"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/callback_imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * list the imports, newest first
         * @description requires the role read or admin
         */
        get: operations["getCallbackImports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/callback_imports/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * show an import, and the current state of its requests
         * @description requires the role read or admin
         */
        get: operations["getCallbackImportsByUuid"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/callback_imports/{uuid}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * undo an import: delete its requests that have not been changed since
         * @description requires the role admin
         */
        post: operations["postCallbackImportsUndo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * list what was changed, when and by whom, newest first
         * @description requires the role read or admin
         */
        get: operations["getChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/changes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * show one change
         * @description requires the role read or admin
         */
        get: operations["getChangesById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/changes/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * undo changes, together or not at all
         * @description requires the role admin
         */
        post: operations["postChangesUndo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * list the queues with their numbers of agents
         * @description requires the role read or admin
         */
        get: operations["getQueues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/queues/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * get a queue with its number of agents
         * @description requires the role read or admin
         */
        get: operations["getQueuesById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * list the agent groups with their numbers of agents
         * @description requires the role read or admin
         */
        get: operations["getGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/incalls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * list the incalls
         * @description requires the role read or admin
         */
        get: operations["getIncalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/queues/{id}/dissuasion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * remove a queue's dissuasion: callers hear nothing when no agent can answer
         * @description requires the role admin
         */
        delete: operations["deleteQueuesDissuasion"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/dissuasions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * list where each queue sends its callers when no agent can answer, with broken destinations marked
         * @description requires the role read or admin
         */
        get: operations["getDissuasions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/dissuasion_overrides": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * list the overrides of dissuasions that are planned or running, newest first
         * @description requires the role read or admin
         */
        get: operations["getDissuasionOverrides"];
        put?: never;
        /**
         * play one announcement to the callers of many queues, for a time
         * @description requires the role admin
         */
        post: operations["postDissuasionOverrides"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/dissuasion_overrides/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * end an override: restore the dissuasion that each queue had before
         * @description requires the role admin
         */
        post: operations["postDissuasionOverridesEnd"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/xivoctl/api/1/dissuasion_sounds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * all sounds, or those of one queue: what callers hear of them, and what uses them
         * @description requires the role read or admin
         */
        get: operations["getDissuasionSounds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description what went wrong, in words; `detail` and `errors` give details */
        Failure: {
            error: string;
            message: string;
            detail?: string;
            hints?: string[];
            errors?: {
                line?: number;
                column?: string;
                /** @description JSON pointer to the value in the body (RFC 6901) */
                pointer?: string;
                value?: string;
                reason: string;
            }[];
            /** @description with 412: the current state of the object, and what the request would make of it */
            changes?: {
                /**
                 * @description what was changed
                 * @example rights
                 */
                kind: string;
                /** @description unique within its kind */
                id: number | string;
                /** @description name to display */
                name: string;
                /** @description absent when the object is created */
                before?: unknown;
                /** @description absent when the object is deleted */
                after?: unknown;
            }[];
        };
        User: {
            /** @description the last name */
            name: string;
            firstname: string;
            login: string;
            /** @enum {unknown} */
            profile?: "admin" | "supervisor" | "teacher";
        };
        Rights: {
            /** @enum {unknown} */
            type: "admin" | "supervisor" | "teacher";
            data: {
                queueIds?: number[];
                /** @description agent groups */
                groupIds?: number[];
                incallIds?: number[];
                recordingAccess?: boolean;
                dissuasionAccess?: boolean;
            };
            /** @description fields removed or left out because the type lacks them */
            dropped?: string[];
        };
        Change: {
            /**
             * @description what was changed
             * @example rights
             */
            kind: string;
            /** @description unique within its kind */
            id: number | string;
            /** @description name to display */
            name: string;
            /** @description absent when the object is created */
            before?: unknown;
            /** @description absent when the object is deleted */
            after?: unknown;
        };
        Period: {
            /** Format: uuid */
            uuid: string;
            name: string;
            /** @example 09:00:00 */
            periodStart: string;
            /** @example 17:00:00 */
            periodEnd: string;
            default: boolean;
        };
        CallbackRequest: {
            /** Format: uuid */
            uuid: string;
            /** Format: uuid */
            listUuid: string;
            phoneNumber?: string;
            mobilePhoneNumber?: string;
            firstName?: string;
            lastName?: string;
            company?: string;
            description?: string;
            /** Format: uuid */
            preferredPeriodUuid: string;
            /**
             * @description YYYY-MM-DD
             * @example 2026-12-01
             */
            dueDate: string;
            queueId: number;
            clotured: boolean;
            preferredPeriod: components["schemas"]["Period"];
        };
        CallbackList: {
            /** Format: uuid */
            uuid: string;
            name: string;
            queueId: number;
            callbacks: components["schemas"]["CallbackRequest"][];
        };
        ImportRun: {
            /** Format: uuid */
            uuid: string;
            /** Format: uuid */
            listUuid?: string;
            /** @description name of the list at the time of the import */
            listName: string;
            fileName?: string;
            /** @description SHA-256 of the file as it was sent */
            sha256?: string;
            imported: number;
            /** @description number of skipped duplicates */
            skipped: number;
            rejected: number;
            importedBy: string;
            /** Format: date-time */
            importedAt: string;
            /** Format: date-time */
            undoneAt?: string;
            /** @description why nothing was imported */
            failed?: string;
            /** @description the first problems of a file that failed */
            errors?: {
                line?: number;
                column?: string;
                /** @description JSON pointer to the value in the body (RFC 6901) */
                pointer?: string;
                value?: string;
                reason: string;
            }[];
            /** @description the detected format of the file */
            form?: {
                /** @enum {unknown} */
                kind: "csv" | "xlsx" | "ods";
                encoding?: string;
                delimiter?: string;
                sheet?: string;
                /** @description the program that exports files with these columns */
                program?: string;
                /** @description the column that each field comes from */
                fields: {
                    [key: string]: string;
                };
                /** @description number of columns that are read */
                known: number;
                /** @description number of columns that are ignored */
                ignored: number;
            };
            /** @description where the customers' data come from */
            origin?: string;
        };
        ImportReport: {
            /** @description the run's uuid in the ledger */
            run: string;
            list: {
                /** Format: uuid */
                uuid: string;
                name: string;
            };
            /** @description true when this import created the list */
            created: boolean;
            imported: number;
            /** @description number of skipped duplicates */
            skipped: number;
            /** @description number of lines left out because a number is on the do-not-call list */
            doNotCall?: number;
            doNotCallLines?: {
                line?: number;
                column?: string;
                /** @description JSON pointer to the value in the body (RFC 6901) */
                pointer?: string;
                value?: string;
                reason: string;
            }[];
            /** @description number of due dates that were moved to the next open day */
            movedDays?: number;
            movedDayLines?: {
                line?: number;
                column?: string;
                /** @description JSON pointer to the value in the body (RFC 6901) */
                pointer?: string;
                value?: string;
                reason: string;
            }[];
            rejected: number;
            errors?: {
                line?: number;
                column?: string;
                /** @description JSON pointer to the value in the body (RFC 6901) */
                pointer?: string;
                value?: string;
                reason: string;
            }[];
            blankLines: number;
            /** @description number of hidden rows that were skipped */
            hiddenRows?: number;
            /** @description number of repaired phone numbers */
            repaired?: number;
            repairs?: {
                line?: number;
                column?: string;
                /** @description JSON pointer to the value in the body (RFC 6901) */
                pointer?: string;
                value?: string;
                reason: string;
            }[];
            /** @description imported values that are doubtful */
            warnings?: {
                line?: number;
                column?: string;
                /** @description JSON pointer to the value in the body (RFC 6901) */
                pointer?: string;
                value?: string;
                reason: string;
            }[];
            /** @description the detected format of the file */
            form?: {
                /** @enum {unknown} */
                kind: "csv" | "xlsx" | "ods";
                encoding?: string;
                delimiter?: string;
                sheet?: string;
                /** @description the program that exports files with these columns */
                program?: string;
                /** @description the column that each field comes from */
                fields: {
                    [key: string]: string;
                };
                /** @description number of columns that are read */
                known: number;
                /** @description number of columns that are ignored */
                ignored: number;
            };
            earlier?: components["schemas"]["ImportRun"];
            /** @description true when nothing was imported because the same file had been imported before */
            repeated: boolean;
        };
        Filter: {
            /** @enum {unknown} */
            field: "uuid" | "listUuid" | "phoneNumber" | "mobilePhoneNumber" | "firstName" | "lastName" | "company" | "description" | "dueDate" | "period" | "preferredPeriodUuid" | "queueId" | "clotured" | "createdAt" | "closedAt" | "attempts" | "lastStatus" | "list" | "queue" | "phone";
            /** @enum {unknown} */
            operator?: "=" | "!=" | ">" | ">=" | "<" | "<=" | "like" | "ilike" | "is null" | "is not null";
            value?: string | number | boolean;
            /** @enum {unknown} */
            order?: "ASC" | "DESC";
        };
        Agent: {
            id: number;
            firstname: string;
            lastname: string;
            number: string;
            context: string;
            /** @description the queues that the agent serves, by name */
            member: {
                queue_name: string;
                queue_id?: number;
                interface: string;
                penalty: number;
                /** @description 1 = disabled */
                commented: number;
                /** @constant */
                usertype: "Agent";
                userid: number;
                channel: string;
                /** @constant */
                category: "Queue";
                position: number;
            }[];
            numgroup?: number;
            userid?: number;
        };
        /** @description an admin has no queues, groups and incalls: they see every one */
        UserRights: {
            /** @description the last name */
            name: string;
            firstname: string;
            login: string;
            /** @enum {unknown} */
            profile: "admin" | "supervisor" | "teacher";
            queues?: {
                id: number;
                /** @description its name when the right was given */
                name: string;
                /** @enum {unknown} */
                state: "there" | "gone" | "renamed";
                /** @description the name that the id has now, if it differs */
                now?: string;
            }[];
            groups?: {
                id: number;
                /** @description its name when the right was given */
                name: string;
                /** @enum {unknown} */
                state: "there" | "gone" | "renamed";
                /** @description the name that the id has now, if it differs */
                now?: string;
            }[];
            incalls?: {
                id: number;
                /** @description its name when the right was given */
                name: string;
                /** @enum {unknown} */
                state: "there" | "gone" | "renamed";
                /** @description the name that the id has now, if it differs */
                now?: string;
            }[];
            /** @description may listen to the recordings of these queues; a teacher in their period */
            recording: boolean;
            /** @description may change the dissuasions of these queues */
            dissuasion: boolean;
        };
        EveryAccess: {
            login: string;
            /** @enum {unknown} */
            profile?: "admin" | "supervisor" | "teacher";
            queues: {
                queue: {
                    id: number;
                    name: string;
                };
                permissions: {
                    /** @enum {unknown} */
                    action: "ccManager" | "recordings" | "recordingSwitch" | "dissuasion";
                    allowed: boolean;
                    /** @description the right that allows it, or the missing one */
                    because: string;
                }[];
            }[];
            /** @description why they see no queue, or fewer than expected */
            remarks: string[];
        };
        Access: {
            login: string;
            /** @enum {unknown} */
            profile?: "admin" | "supervisor" | "teacher";
            queue: {
                id: number;
                name: string;
            };
            permissions: {
                /** @enum {unknown} */
                action: "ccManager" | "recordings" | "recordingSwitch" | "dissuasion";
                allowed: boolean;
                /** @description the right that allows it, or the missing one */
                because: string;
            }[];
            remarks: string[];
        };
        OwnCallbackRequest: {
            /** Format: uuid */
            uuid: string;
            /** Format: uuid */
            listUuid: string;
            phoneNumber?: string;
            mobilePhoneNumber?: string;
            firstName?: string;
            lastName?: string;
            company?: string;
            description?: string;
            /** Format: uuid */
            preferredPeriodUuid: string;
            /**
             * @description YYYY-MM-DD
             * @example 2026-12-01
             */
            dueDate: string;
            queueId: number;
            clotured: boolean;
            preferredPeriod: components["schemas"]["Period"];
            listName: string;
            /** @description absent when the queue is gone */
            queueName?: string;
            /** Format: date-time */
            createdAt?: string;
            /** Format: date-time */
            closedAt?: string;
            /** @description number of tickets; absent when there is none */
            attempts?: number;
            /** @description status of the last ticket */
            lastStatus?: string;
        };
        DoNotCallEntry: {
            /** Format: uuid */
            uuid: string;
            phoneNumber: string;
            /** @description absent if the entry applies to all queues */
            queueId?: number;
            queueName?: string;
            reason?: string;
            /**
             * @description YYYY-MM-DD
             * @example 2026-12-01
             */
            since: string;
            by: string;
        };
        Ticket: {
            /** Format: uuid */
            uuid: string;
            /** Format: uuid */
            requestUuid: string;
            /** Format: uuid */
            listUuid: string;
            listName: string;
            queueId: number;
            phoneNumber?: string;
            mobilePhoneNumber?: string;
            firstName?: string;
            lastName?: string;
            company?: string;
            description?: string;
            /**
             * @description YYYY-MM-DD
             * @example 2026-12-01
             */
            dueDate: string;
            status: string;
            comment?: string;
            agentId?: number;
            agentNumber?: string;
            /** @description true if the request was closed after this attempt */
            closed: boolean;
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            updatedAt: string;
            by: string;
        };
        Person: {
            /** @description the numbers as they are stored */
            spellings: string[];
            requests: {
                /** Format: uuid */
                uuid: string;
                /** Format: uuid */
                listUuid: string;
                phoneNumber?: string;
                mobilePhoneNumber?: string;
                firstName?: string;
                lastName?: string;
                company?: string;
                description?: string;
                /** Format: uuid */
                preferredPeriodUuid: string;
                /**
                 * @description YYYY-MM-DD
                 * @example 2026-12-01
                 */
                dueDate: string;
                queueId: number;
                clotured: boolean;
                preferredPeriod: components["schemas"]["Period"];
                listName: string;
                /** @description absent when the queue is gone */
                queueName?: string;
                /** Format: date-time */
                createdAt?: string;
                /** Format: date-time */
                closedAt?: string;
                /** @description number of tickets; absent when there is none */
                attempts?: number;
                /** @description status of the last ticket */
                lastStatus?: string;
                /** @description the import that created it, as long as the ledger keeps that import */
                import?: {
                    /** Format: uuid */
                    uuid: string;
                    fileName?: string;
                    /** Format: date-time */
                    importedAt: string;
                    /** @description where its customers' data come from */
                    origin?: string;
                };
            }[];
            /** @description earlier states of these requests in the history, oldest first */
            history: {
                /** Format: date-time */
                at: string;
                /** Format: uuid */
                uuid: string;
                /** @description id of the change */
                change?: string;
                by?: string;
                asked?: string;
                before?: {
                    phoneNumber?: string;
                    mobilePhoneNumber?: string;
                    firstName?: string;
                    lastName?: string;
                    company?: string;
                    description?: string;
                    /**
                     * @description YYYY-MM-DD
                     * @example 2026-12-01
                     */
                    dueDate?: string;
                    clotured?: boolean;
                    reason?: string;
                    comment?: string;
                };
                after?: {
                    phoneNumber?: string;
                    mobilePhoneNumber?: string;
                    firstName?: string;
                    lastName?: string;
                    company?: string;
                    description?: string;
                    /**
                     * @description YYYY-MM-DD
                     * @example 2026-12-01
                     */
                    dueDate?: string;
                    clotured?: boolean;
                    reason?: string;
                    comment?: string;
                };
            }[];
            /** @description answers stored for repeated requests */
            answers: {
                /** Format: date-time */
                at: string;
                /** Format: uuid */
                uuid?: string;
                fields?: {
                    phoneNumber?: string;
                    mobilePhoneNumber?: string;
                    firstName?: string;
                    lastName?: string;
                    company?: string;
                    description?: string;
                };
                /** @description lines of an import report */
                lines?: {
                    line?: number;
                    column?: string;
                    /** @description JSON pointer to the value in the body (RFC 6901) */
                    pointer?: string;
                    value?: string;
                    reason: string;
                }[];
            }[];
            /** @description the entries of their numbers in the do-not-call list */
            doNotCall: components["schemas"]["DoNotCallEntry"][];
            /** @description tickets: attempts to call them, oldest first */
            tickets: components["schemas"]["Ticket"][];
            /** @description number of requests with one of these numbers that may belong to other people; they are left out */
            others?: number;
        };
        HistoryEntry: {
            /** @description id of a change */
            id?: string;
            /** Format: date-time */
            at?: string;
            /**
             * Format: date-time
             * @description for a change made elsewhere: the time of the last known change before it
             */
            since?: string;
            /** @description user@host, or token@address over REST */
            by: string;
            /**
             * @description how it was made; elsewhere: not with xivoctl
             * @enum {unknown}
             */
            channel: "command" | "cron" | "rest" | "elsewhere";
            via?: {
                sudo?: string;
                ssh?: string;
            };
            /** @description the command or route, without values of customers */
            asked: string;
            /** Format: uuid */
            run?: string;
            change: components["schemas"]["Change"];
            /** @description id of a change */
            undoes?: string;
            /** @description id of a change */
            undoneBy?: string;
        };
        Queue: {
            id: number;
            name: string;
            displayname: string;
            number: string;
            /** @description a disabled queue is unknown to Asterisk: no call enters it */
            enabled: boolean;
            /** @description number of agents that serve it, logged in or not */
            agents: number;
        };
        Override: {
            id: number;
            /** @description the name of the file that was given */
            sound: string;
            /** @enum {unknown} */
            state: "planned" | "running" | "ended";
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            until?: string;
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            endedAt?: string;
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            /** @description the time zone of times that are given without one */
            timeZone: string;
            queues: {
                id: number;
                name: string;
                /** @description the sound that its callers hear */
                soundFile: string;
                file: string;
                /** @description where callers went before; absent until the override starts */
                before?: {
                    dissuasion: {
                        /** @constant */
                        type: "soundFile";
                        value: {
                            soundFile: string;
                        };
                    } | {
                        /** @constant */
                        type: "queue";
                        value: {
                            queueName: string;
                        };
                    } | {
                        /** @constant */
                        type: "other";
                    };
                    /** @description the action as XiVO stores it, or 'none' */
                    action: string;
                    actionarg1?: string;
                    actionarg2?: string;
                };
                /**
                 * @description what happened to its dissuasion at the end; absent until then
                 * @enum {unknown}
                 */
                outcome?: "restored" | "changed" | "replaced" | "gone" | "not started";
            }[];
        };
    };
    responses: {
        /** @description the request is invalid; nothing was written */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Failure"];
            };
        };
        /** @description the token is missing or wrong */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Failure"];
            };
        };
        /** @description the token's role is not sufficient */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Failure"];
            };
        };
        /** @description something that the request names does not exist */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Failure"];
            };
        };
        /** @description a name in the request is ambiguous or already taken, or another process is changing the same data */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Failure"];
            };
        };
        /** @description the object has changed since it was read; nothing was written */
        PreconditionFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Failure"];
            };
        };
        /** @description the database or the sound directory is unavailable; nothing was written */
        Unavailable: {
            headers: {
                /** @description seconds to wait before retrying */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Failure"];
            };
        };
        /** @description any other failure */
        OtherFailure: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Failure"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        healthy: true;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        ready: true;
                        /** @description false when the database refuses every write, as a standby does; reads work there */
                        writes: boolean;
                        checks: {
                            check: string;
                            what: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description in the Prometheus text format */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getUsers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getRightsUserByLogin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                login: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rights"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    postRightsUserByLogin: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description the ETag of the object as it was read; if the object has changed since, answers 412 and writes nothing */
                "if-match"?: string;
                /** @description `*`: if the object exists, answers 412 and writes nothing */
                "if-none-match"?: string;
            };
            path: {
                login: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "supervisor",
                 *       "data": {
                 *         "queueIds": [
                 *           3,
                 *           2,
                 *           1,
                 *           7
                 *         ],
                 *         "groupIds": [
                 *           3,
                 *           1,
                 *           2
                 *         ],
                 *         "incallIds": [],
                 *         "recordingAccess": true,
                 *         "dissuasionAccess": false
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @enum {unknown} */
                    type?: "admin" | "supervisor" | "teacher";
                    data?: {
                        queueIds?: number[];
                        /** @description agent groups */
                        groupIds?: number[];
                        incallIds?: number[];
                        recordingAccess?: boolean;
                        dissuasionAccess?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        type: "admin" | "supervisor" | "teacher";
                        data: {
                            queueIds?: number[];
                            /** @description agent groups */
                            groupIds?: number[];
                            incallIds?: number[];
                            recordingAccess?: boolean;
                            dissuasionAccess?: boolean;
                        };
                        /** @description fields removed or left out because the type lacks them */
                        dropped?: string[];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    deleteRightsUserByLogin: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description the ETag of the object as it was read; if the object has changed since, answers 412 and writes nothing */
                "if-match"?: string;
                /** @description `*`: if the object exists, answers 412 and writes nothing */
                "if-none-match"?: string;
            };
            path: {
                login: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        type: "admin" | "supervisor" | "teacher";
                        data: {
                            queueIds?: number[];
                            /** @description agent groups */
                            groupIds?: number[];
                            incallIds?: number[];
                            recordingAccess?: boolean;
                            dissuasionAccess?: boolean;
                        };
                        /** @description fields removed or left out because the type lacks them */
                        dropped?: string[];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getCallbackLists: {
        parameters: {
            query?: {
                withRequest?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallbackList"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    postCallbackLists: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description a key that you choose, unique per request: repeating a request with its key has no second effect */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "newlist",
                 *       "queueId": 1
                 *     }
                 */
                "application/json": {
                    name: string;
                    queueId: number;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        uuid: string;
                        name: string;
                        queueId: number;
                        callbacks: components["schemas"]["CallbackRequest"][];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallbackList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    deleteCallbackListsByUuid: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description the ETag of the object as it was read; if the object has changed since, answers 412 and writes nothing */
                "if-match"?: string;
                /** @description `*`: if the object exists, answers 412 and writes nothing */
                "if-none-match"?: string;
            };
            path: {
                /** @description uuid */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        uuid: string;
                        name: string;
                        queueId: number;
                        callbacks: components["schemas"]["CallbackRequest"][];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    postCallbackListsCallbackRequestsCsv: {
        parameters: {
            query?: {
                onDuplicate?: "insert" | "skip" | "error";
                /** @description where to look for duplicates: in the list, in the lists of its queue, or in all lists [list] */
                onDuplicateIn?: "list" | "queue" | "all";
                /** @description what to do with a request whose number is on the do-not-call list [skip] */
                onDoNotCall?: "skip" | "error";
                /** @description what to do if the queue is closed on a due date: warn, or use the next open day [the server's setting closedDays] */
                closedDays?: "off" | "warn" | "next";
                /** @description where the customers' data come from: stored with the import */
                origin?: string;
                /** @description field delimiter of a CSV ['|'] */
                delimiter?: string;
                /** @description encoding of a CSV [utf-8] */
                encoding?: "utf-8" | "windows-1252" | "utf-16le" | "utf-16be";
                /** @description date format: YYYY-MM-DD, DD/MM/YYYY, MM/DD/YYYY [YYYY-MM-DD] */
                dates?: string;
                /** @description repair phone numbers that a spreadsheet damaged, or import them without a warning [repair in a workbook] */
                phones?: "repair" | "literal";
                /** @description the sheet of a workbook [the visible sheet with a known header] */
                sheet?: string;
                /** @description whether to read or skip hidden rows of a sheet */
                hidden?: "read" | "skip";
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description a key that you choose, unique per request: repeating a request with its key has no second effect */
                "idempotency-key"?: string;
            };
            path: {
                /** @description uuid of the list */
                listUuid: string;
            };
            cookie?: never;
        };
        /** @description a header line, then one request per line, in UTF-8 unless the query sets another encoding; or a workbook */
        requestBody: {
            content: {
                /**
                 * @example phoneNumber|mobilePhoneNumber|firstName|lastName|company|description|dueDate|period
                 *     0230210092|0689746321|John|Doe|MyCompany|Call back quickly||
                 *     0587963214|0789654123|Alice|O'Neill|YourSociety||2016-08-01|Afternoon
                 */
                "text/plain": string;
                /**
                 * @example phoneNumber|mobilePhoneNumber|firstName|lastName|company|description|dueDate|period
                 *     0230210092|0689746321|John|Doe|MyCompany|Call back quickly||
                 *     0587963214|0789654123|Alice|O'Neill|YourSociety||2016-08-01|Afternoon
                 */
                "text/csv": string;
                /**
                 * @example phoneNumber|mobilePhoneNumber|firstName|lastName|company|description|dueDate|period
                 *     0230210092|0689746321|John|Doe|MyCompany|Call back quickly||
                 *     0587963214|0789654123|Alice|O'Neill|YourSociety||2016-08-01|Afternoon
                 */
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                /**
                 * @example phoneNumber|mobilePhoneNumber|firstName|lastName|company|description|dueDate|period
                 *     0230210092|0689746321|John|Doe|MyCompany|Call back quickly||
                 *     0587963214|0789654123|Alice|O'Neill|YourSociety||2016-08-01|Afternoon
                 */
                "application/vnd.oasis.opendocument.spreadsheet": string;
            };
        };
        responses: {
            /** @description imported */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "application/json": {
                        /** @description the run's uuid in the ledger */
                        run: string;
                        list: {
                            /** Format: uuid */
                            uuid: string;
                            name: string;
                        };
                        /** @description true when this import created the list */
                        created: boolean;
                        imported: number;
                        /** @description number of skipped duplicates */
                        skipped: number;
                        /** @description number of lines left out because a number is on the do-not-call list */
                        doNotCall?: number;
                        doNotCallLines?: {
                            line?: number;
                            column?: string;
                            /** @description JSON pointer to the value in the body (RFC 6901) */
                            pointer?: string;
                            value?: string;
                            reason: string;
                        }[];
                        /** @description number of due dates that were moved to the next open day */
                        movedDays?: number;
                        movedDayLines?: {
                            line?: number;
                            column?: string;
                            /** @description JSON pointer to the value in the body (RFC 6901) */
                            pointer?: string;
                            value?: string;
                            reason: string;
                        }[];
                        rejected: number;
                        errors?: {
                            line?: number;
                            column?: string;
                            /** @description JSON pointer to the value in the body (RFC 6901) */
                            pointer?: string;
                            value?: string;
                            reason: string;
                        }[];
                        blankLines: number;
                        /** @description number of hidden rows that were skipped */
                        hiddenRows?: number;
                        /** @description number of repaired phone numbers */
                        repaired?: number;
                        repairs?: {
                            line?: number;
                            column?: string;
                            /** @description JSON pointer to the value in the body (RFC 6901) */
                            pointer?: string;
                            value?: string;
                            reason: string;
                        }[];
                        /** @description imported values that are doubtful */
                        warnings?: {
                            line?: number;
                            column?: string;
                            /** @description JSON pointer to the value in the body (RFC 6901) */
                            pointer?: string;
                            value?: string;
                            reason: string;
                        }[];
                        /** @description the detected format of the file */
                        form?: {
                            /** @enum {unknown} */
                            kind: "csv" | "xlsx" | "ods";
                            encoding?: string;
                            delimiter?: string;
                            sheet?: string;
                            /** @description the program that exports files with these columns */
                            program?: string;
                            /** @description the column that each field comes from */
                            fields: {
                                [key: string]: string;
                            };
                            /** @description number of columns that are read */
                            known: number;
                            /** @description number of columns that are ignored */
                            ignored: number;
                        };
                        earlier?: components["schemas"]["ImportRun"];
                        /** @description true when nothing was imported because the same file had been imported before */
                        repeated: boolean;
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            /** @description imported */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    postCallbackListsCallbackRequests: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description a key that you choose, unique per request: repeating a request with its key has no second effect */
                "idempotency-key"?: string;
            };
            path: {
                /** @description uuid of the list */
                listUuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "company": "Cie",
                 *       "phoneNumber": "0298765432",
                 *       "mobilePhoneNumber": "0654321234",
                 *       "firstName": "Jack"
                 *     }
                 */
                "application/json": {
                    phoneNumber?: string;
                    mobilePhoneNumber?: string;
                    firstName?: string;
                    lastName?: string;
                    company?: string;
                    description?: string;
                    /**
                     * @description YYYY-MM-DD, or a word such as tomorrow; +3d is counted from today, or from the due date in a change
                     * @example 2026-12-01
                     */
                    dueDate?: string;
                    /** @description name of the period */
                    period?: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        uuid: string;
                        /** Format: uuid */
                        listUuid: string;
                        phoneNumber?: string;
                        mobilePhoneNumber?: string;
                        firstName?: string;
                        lastName?: string;
                        company?: string;
                        description?: string;
                        /** Format: uuid */
                        preferredPeriodUuid: string;
                        /**
                         * @description YYYY-MM-DD
                         * @example 2026-12-01
                         */
                        dueDate: string;
                        queueId: number;
                        clotured: boolean;
                        preferredPeriod: components["schemas"]["Period"];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallbackRequest"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    postCallbackRequestsFind: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "filters": [
                 *         {
                 *           "field": "phoneNumber",
                 *           "operator": "=",
                 *           "value": "1000"
                 *         }
                 *       ],
                 *       "offset": 0,
                 *       "limit": 100
                 *     }
                 */
                "application/json": {
                    /** @description joined by AND */
                    filters?: components["schemas"]["Filter"][];
                    offset?: number;
                    limit?: number;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        total: number;
                        list: components["schemas"]["CallbackRequest"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getAgentConfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getAgentConfigById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description a number */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getQueueDissuasion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description a number */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        name: string;
                        dissuasion: {
                            /** @constant */
                            type: "soundFile";
                            value: {
                                soundFile: string;
                            };
                        } | {
                            /** @constant */
                            type: "queue";
                            value: {
                                queueName: string;
                            };
                        } | {
                            /** @constant */
                            type: "other";
                        };
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getQueueDissuasions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description a number */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        name: string;
                        dissuasions: {
                            soundFiles: {
                                soundFile: string;
                            }[];
                            queues: {
                                queueName: string;
                            }[];
                        };
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    putQueueDissuasionSoundFile: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description the ETag of the object as it was read; if the object has changed since, answers 412 and writes nothing */
                "if-match"?: string;
                /** @description `*`: if the object exists, answers 412 and writes nothing */
                "if-none-match"?: string;
            };
            path: {
                /** @description a number */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "soundFile": "sales_newSoundFile"
                 *     }
                 */
                "application/json": {
                    soundFile: string;
                    /** @description play it without answering the call [unchanged] */
                    noanswer?: boolean;
                    /** @description play it only if the call is already answered [unchanged] */
                    skip?: boolean;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        soundFile: string;
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    putQueueDissuasionQueue: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description the ETag of the object as it was read; if the object has changed since, answers 412 and writes nothing */
                "if-match"?: string;
                /** @description `*`: if the object exists, answers 412 and writes nothing */
                "if-none-match"?: string;
            };
            path: {
                /** @description a number */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "queueName": "sales_queue"
                 *     }
                 */
                "application/json": {
                    queueName: string;
                    /** @description seconds; 0 = no limit [unchanged] */
                    ringTime?: number;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        queueName: string;
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getRights: {
        parameters: {
            query?: {
                /** @description a number */
                queueId?: string;
                /** @description a number */
                groupId?: string;
                /** @description a number */
                incallId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserRights"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getRightsUserQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                login: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EveryAccess"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getRightsUserQueueById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                login: string;
                /** @description a number */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Access"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getCallbackStats: {
        parameters: {
            query?: {
                /** @description only this list */
                listUuid?: string;
                /** @description a number */
                queueId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description the database's current date */
                        today: string;
                        /** @description the sum of overdue, dueToday and later */
                        ongoing: number;
                        overdue: number;
                        dueToday: number;
                        later: number;
                        closed: number;
                        lists: {
                            uuid: string;
                            name: string;
                            queueId: number;
                            /** @description the sum of overdue, dueToday and later */
                            ongoing: number;
                            overdue: number;
                            dueToday: number;
                            later: number;
                            closed: number;
                            days: {
                                dueDate: string;
                                ongoing: number;
                            }[];
                            periods: {
                                uuid: string;
                                name: string;
                                ongoing: number;
                            }[];
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getCallbackListsByUuid: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description uuid */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        uuid: string;
                        name: string;
                        queueId: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    patchCallbackListsByUuid: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description the ETag of the object as it was read; if the object has changed since, answers 412 and writes nothing */
                "if-match"?: string;
                /** @description `*`: if the object exists, answers 412 and writes nothing */
                "if-none-match"?: string;
            };
            path: {
                /** @description uuid */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "another name"
                 *     }
                 */
                "application/json": {
                    name?: string;
                    queueId?: number;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        uuid: string;
                        name: string;
                        queueId: number;
                        callbacks: components["schemas"]["CallbackRequest"][];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getCallbackRequestsByUuid: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description uuid */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnCallbackRequest"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    deleteCallbackRequestsByUuid: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description the ETag of the object as it was read; if the object has changed since, answers 412 and writes nothing */
                "if-match"?: string;
                /** @description `*`: if the object exists, answers 412 and writes nothing */
                "if-none-match"?: string;
            };
            path: {
                /** @description uuid */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        uuid: string;
                        /** Format: uuid */
                        listUuid: string;
                        phoneNumber?: string;
                        mobilePhoneNumber?: string;
                        firstName?: string;
                        lastName?: string;
                        company?: string;
                        description?: string;
                        /** Format: uuid */
                        preferredPeriodUuid: string;
                        /**
                         * @description YYYY-MM-DD
                         * @example 2026-12-01
                         */
                        dueDate: string;
                        queueId: number;
                        clotured: boolean;
                        preferredPeriod: components["schemas"]["Period"];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    patchCallbackRequestsByUuid: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description the ETag of the object as it was read; if the object has changed since, answers 412 and writes nothing */
                "if-match"?: string;
                /** @description `*`: if the object exists, answers 412 and writes nothing */
                "if-none-match"?: string;
            };
            path: {
                /** @description uuid */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "company": "Cie",
                 *       "phoneNumber": "0298765432",
                 *       "mobilePhoneNumber": "0654321234",
                 *       "firstName": "Jack"
                 *     }
                 */
                "application/json": {
                    phoneNumber?: string;
                    mobilePhoneNumber?: string;
                    firstName?: string;
                    lastName?: string;
                    company?: string;
                    description?: string;
                    /**
                     * @description YYYY-MM-DD, or a word such as tomorrow; +3d is counted from today, or from the due date in a change
                     * @example 2026-12-01
                     */
                    dueDate?: string;
                    /** @description name of the period */
                    period?: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        uuid: string;
                        /** Format: uuid */
                        listUuid: string;
                        phoneNumber?: string;
                        mobilePhoneNumber?: string;
                        firstName?: string;
                        lastName?: string;
                        company?: string;
                        description?: string;
                        /** Format: uuid */
                        preferredPeriodUuid: string;
                        /**
                         * @description YYYY-MM-DD
                         * @example 2026-12-01
                         */
                        dueDate: string;
                        queueId: number;
                        clotured: boolean;
                        preferredPeriod: components["schemas"]["Period"];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    postCallbackRequestsMove: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description the ETag of the object as it was read; if the object has changed since, answers 412 and writes nothing */
                "if-match"?: string;
                /** @description `*`: if the object exists, answers 412 and writes nothing */
                "if-none-match"?: string;
            };
            path: {
                /** @description uuid */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "listUuid": "9d28d8fe-0548-4d45-aa08-9623ef69a04b"
                 *     }
                 */
                "application/json": {
                    /** @description uuid of the list */
                    listUuid: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        uuid: string;
                        /** Format: uuid */
                        listUuid: string;
                        phoneNumber?: string;
                        mobilePhoneNumber?: string;
                        firstName?: string;
                        lastName?: string;
                        company?: string;
                        description?: string;
                        /** Format: uuid */
                        preferredPeriodUuid: string;
                        /**
                         * @description YYYY-MM-DD
                         * @example 2026-12-01
                         */
                        dueDate: string;
                        queueId: number;
                        clotured: boolean;
                        preferredPeriod: components["schemas"]["Period"];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    postCallbackRequestsClose: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description the ETag of the object as it was read; if the object has changed since, answers 412 and writes nothing */
                "if-match"?: string;
                /** @description `*`: if the object exists, answers 412 and writes nothing */
                "if-none-match"?: string;
            };
            path: {
                /** @description uuid */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        uuid: string;
                        /** Format: uuid */
                        listUuid: string;
                        phoneNumber?: string;
                        mobilePhoneNumber?: string;
                        firstName?: string;
                        lastName?: string;
                        company?: string;
                        description?: string;
                        /** Format: uuid */
                        preferredPeriodUuid: string;
                        /**
                         * @description YYYY-MM-DD
                         * @example 2026-12-01
                         */
                        dueDate: string;
                        queueId: number;
                        clotured: boolean;
                        preferredPeriod: components["schemas"]["Period"];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    postCallbackRequestsReopen: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description the ETag of the object as it was read; if the object has changed since, answers 412 and writes nothing */
                "if-match"?: string;
                /** @description `*`: if the object exists, answers 412 and writes nothing */
                "if-none-match"?: string;
            };
            path: {
                /** @description uuid */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        uuid: string;
                        /** Format: uuid */
                        listUuid: string;
                        phoneNumber?: string;
                        mobilePhoneNumber?: string;
                        firstName?: string;
                        lastName?: string;
                        company?: string;
                        description?: string;
                        /** Format: uuid */
                        preferredPeriodUuid: string;
                        /**
                         * @description YYYY-MM-DD
                         * @example 2026-12-01
                         */
                        dueDate: string;
                        queueId: number;
                        clotured: boolean;
                        preferredPeriod: components["schemas"]["Period"];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    closeCallbackRequests: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "filters": [
                 *         {
                 *           "field": "dueDate",
                 *           "operator": "<",
                 *           "value": "today"
                 *         }
                 *       ],
                 *       "atMost": 100,
                 *       "ticket": {
                 *         "status": "answered"
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description these requests */
                    uuids?: string[];
                    /** @description instead of uuids: all requests that meet all these conditions */
                    filters?: components["schemas"]["Filter"][];
                    /** @description maximum number of requests; if more match, answers 409 and writes nothing [1000] */
                    atMost?: number;
                    ticket?: {
                        /**
                         * @description one of the statuses of the configuration
                         * @example no-answer
                         */
                        status: string;
                        comment?: string;
                        /** @description who called */
                        agentNumber?: string;
                    };
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        total: number;
                        list: components["schemas"]["CallbackRequest"][];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    reopenCallbackRequests: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "filters": [
                 *         {
                 *           "field": "dueDate",
                 *           "operator": "<",
                 *           "value": "today"
                 *         }
                 *       ],
                 *       "atMost": 100
                 *     }
                 */
                "application/json": {
                    /** @description these requests */
                    uuids?: string[];
                    /** @description instead of uuids: all requests that meet all these conditions */
                    filters?: components["schemas"]["Filter"][];
                    /** @description maximum number of requests; if more match, answers 409 and writes nothing [1000] */
                    atMost?: number;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        total: number;
                        list: components["schemas"]["CallbackRequest"][];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    deleteCallbackRequests: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "filters": [
                 *         {
                 *           "field": "dueDate",
                 *           "operator": "<",
                 *           "value": "today"
                 *         }
                 *       ],
                 *       "atMost": 100
                 *     }
                 */
                "application/json": {
                    /** @description these requests */
                    uuids?: string[];
                    /** @description instead of uuids: all requests that meet all these conditions */
                    filters?: components["schemas"]["Filter"][];
                    /** @description maximum number of requests; if more match, answers 409 and writes nothing [1000] */
                    atMost?: number;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        total: number;
                        list: components["schemas"]["CallbackRequest"][];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    moveCallbackRequests: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "filters": [
                 *         {
                 *           "field": "dueDate",
                 *           "operator": "<",
                 *           "value": "today"
                 *         }
                 *       ],
                 *       "listUuid": "9d28d8fe-0548-4d45-aa08-9623ef69a04b"
                 *     }
                 */
                "application/json": {
                    /** @description these requests */
                    uuids?: string[];
                    /** @description instead of uuids: all requests that meet all these conditions */
                    filters?: components["schemas"]["Filter"][];
                    /** @description maximum number of requests; if more match, answers 409 and writes nothing [1000] */
                    atMost?: number;
                    /** @description uuid of the list */
                    listUuid: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        total: number;
                        list: components["schemas"]["CallbackRequest"][];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    updateCallbackRequests: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "filters": [
                 *         {
                 *           "field": "dueDate",
                 *           "operator": "<",
                 *           "value": "today"
                 *         }
                 *       ],
                 *       "postponedBy": 1
                 *     }
                 */
                "application/json": {
                    /** @description these requests */
                    uuids?: string[];
                    /** @description instead of uuids: all requests that meet all these conditions */
                    filters?: components["schemas"]["Filter"][];
                    /** @description maximum number of requests; if more match, answers 409 and writes nothing [1000] */
                    atMost?: number;
                    /**
                     * @example {
                     *       "company": "Cie",
                     *       "phoneNumber": "0298765432",
                     *       "mobilePhoneNumber": "0654321234",
                     *       "firstName": "Jack"
                     *     }
                     */
                    set?: {
                        phoneNumber?: string;
                        mobilePhoneNumber?: string;
                        firstName?: string;
                        lastName?: string;
                        company?: string;
                        description?: string;
                        /**
                         * @description YYYY-MM-DD, or a word such as tomorrow; +3d is counted from today, or from the due date in a change
                         * @example 2026-12-01
                         */
                        dueDate?: string;
                        /** @description name of the period */
                        period?: string;
                    };
                    /** @description move each due date by this many days; a negative number makes it earlier */
                    postponedBy?: number;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        total: number;
                        list: components["schemas"]["CallbackRequest"][];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    postCallbackRequestsPerson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "phoneNumbers": [
                 *         "0230210092"
                 *       ]
                 *     }
                 */
                "application/json": {
                    phoneNumbers: string[];
                    /** @description if several names share a number, include only the customers with these names */
                    names?: string[];
                    /** @description if several names share a number, include all of them */
                    everyone?: boolean;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    postCallbackRequestsErase: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "phoneNumbers": [
                 *         "0230210092"
                 *       ]
                 *     }
                 */
                "application/json": {
                    phoneNumbers: string[];
                    /** @description if several names share a number, include only the customers with these names */
                    names?: string[];
                    /** @description if several names share a number, include all of them */
                    everyone?: boolean;
                    /** @description keep the numbers on the do-not-call list, or add them to it, for all queues */
                    doNotCall?: boolean;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ongoing: number;
                        closed: number;
                        lists: {
                            uuid: string;
                            name: string;
                            ongoing: number;
                            closed: number;
                        }[];
                        /** @description the numbers as they were stored */
                        spellings: string[];
                        answers: number;
                        /** @description number of entries of the do-not-call list */
                        doNotCall?: number;
                        /** @description number of tickets that were emptied */
                        tickets?: number;
                        /** @description number of requests with one of these numbers that may belong to other people; they are left out */
                        others?: number;
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    postCallbackRequestsPurge: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "closedBefore": "2026-01-01"
                 *     }
                 */
                "application/json": {
                    /** @description delete requests that were closed before this day and have not changed since: YYYY-MM-DD, or a word such as -90d */
                    closedBefore?: string;
                    /** @description delete requests that were due before this day, closed or not: YYYY-MM-DD, or a word such as -1y */
                    dueBefore?: string;
                    /** @description only requests of this list */
                    listUuid?: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ongoing: number;
                        closed: number;
                        lists: {
                            uuid: string;
                            name: string;
                            ongoing: number;
                            closed: number;
                        }[];
                        undated: number;
                        /** @description number of tickets that were emptied */
                        tickets?: number;
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    postDoNotCallFind: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "phoneNumbers": [
                 *         "0230210092"
                 *       ],
                 *       "queueId": 3
                 *     }
                 */
                "application/json": {
                    /** @description only these numbers, in any spelling */
                    phoneNumbers?: string[];
                    /** @description only entries that apply to this queue: its own, and those for all queues */
                    queueId?: number;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        list: components["schemas"]["DoNotCallEntry"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    postDoNotCall: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description a key that you choose, unique per request: repeating a request with its key has no second effect */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "phoneNumbers": [
                 *         "0230210092"
                 *       ],
                 *       "queueId": 3,
                 *       "reason": "letter of 2 November"
                 *     }
                 */
                "application/json": {
                    phoneNumbers: string[];
                    /** @description only for calls from this queue [all queues] */
                    queueId?: number;
                    /** @description without names or numbers of customers */
                    reason?: string;
                    /**
                     * @description day of the objection: YYYY-MM-DD, or a word such as -3d [today]
                     * @example 2026-12-01
                     */
                    since?: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        list: components["schemas"]["DoNotCallEntry"][];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    postDoNotCallRemove: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "phoneNumbers": [
                 *         "0230210092"
                 *       ]
                 *     }
                 */
                "application/json": {
                    phoneNumbers: string[];
                    /** @description only the entries for this queue */
                    queueId?: number;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        list: components["schemas"]["DoNotCallEntry"][];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getCallbackTickets: {
        parameters: {
            query?: {
                /** @description only tickets of this list */
                listUuid?: string;
                /** @description only from this moment on: 2026-11-28, 2026-11-28T14:30:00Z, yesterday, -3d, -2h */
                since?: string;
                /** @description only tickets of this agent */
                agentNumber?: string;
                /** @description only tickets with this status */
                status?: string;
                /** @description at most this many [1000] */
                limit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    postCallbackTickets: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description a key that you choose, unique per request: repeating a request with its key has no second effect */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "uuids": [
                 *         "9d28d8fe-0548-4d45-aa08-9623ef69a04b"
                 *       ],
                 *       "status": "no-answer",
                 *       "dueDate": "+1d"
                 *     }
                 */
                "application/json": {
                    /** @description the requests */
                    uuids: string[];
                    /**
                     * @description one of the statuses of the configuration
                     * @example no-answer
                     */
                    status: string;
                    comment?: string;
                    /** @description who called */
                    agentNumber?: string;
                    /** @description the day by which to call again: YYYY-MM-DD, or a word such as +1d */
                    dueDate?: string;
                    /** @description close the requests */
                    close?: boolean;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        list: components["schemas"]["Ticket"][];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getCallbackReport: {
        parameters: {
            query?: {
                /** @description only this list */
                listUuid?: string;
                /** @description only the lists of this queue */
                queueId?: string;
                /** @description first day: YYYY-MM-DD, or a word such as -7d [30 days before the last day] */
                from?: string;
                /** @description last day [today] */
                to?: string;
                /** @description the last whole week, Monday to Sunday */
                week?: "true" | "false";
                /** @description the last whole month */
                month?: "true" | "false";
                /** @description also count what arrived and was closed on each day */
                byDay?: "true" | "false";
                /** @description also count the attempts of each agent; inform the staff and the works council first */
                byAgent?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description the first day of the period */
                        from: string;
                        /** @description the last day of the period */
                        to: string;
                        /** @description the database's current date */
                        today: string;
                        arrived: number;
                        /** @description closed in the period, and still closed */
                        closed: number;
                        /** @description closed requests that have a ticket */
                        closedWithTicket: number;
                        /** @description median number of days from arrival to closing */
                        medianDays?: number;
                        /** @description requests whose first due date is in the period: kept, broken and pending together */
                        promises: number;
                        /** @description closed by the first due date */
                        kept: number;
                        broken: number;
                        pending: number;
                        /** @description promises whose due date was moved to a later day */
                        postponed: number;
                        /** @description as of today; so are overdue and oldest */
                        ongoing: number;
                        overdue: number;
                        /** @description the day on which the oldest ongoing request arrived */
                        oldest?: string;
                        /** @description requests without a stored day of arrival or closing */
                        undated: number;
                        lists: {
                            uuid: string;
                            name: string;
                            queueId: number;
                            arrived: number;
                            /** @description closed in the period, and still closed */
                            closed: number;
                            /** @description closed requests that have a ticket */
                            closedWithTicket: number;
                            /** @description median number of days from arrival to closing */
                            medianDays?: number;
                            /** @description requests whose first due date is in the period: kept, broken and pending together */
                            promises: number;
                            /** @description closed by the first due date */
                            kept: number;
                            broken: number;
                            pending: number;
                            /** @description promises whose due date was moved to a later day */
                            postponed: number;
                            /** @description as of today; so are overdue and oldest */
                            ongoing: number;
                            overdue: number;
                            /** @description the day on which the oldest ongoing request arrived */
                            oldest?: string;
                            /** @description requests without a stored day of arrival or closing */
                            undated: number;
                        }[];
                        days?: {
                            day: string;
                            arrived: number;
                            closed: number;
                        }[];
                        statuses: {
                            status: string;
                            attempts: number;
                            /** @description attempts after which the request was closed */
                            closings: number;
                        }[];
                        agents?: {
                            agentNumber?: string;
                            name?: string;
                            attempts: number;
                            /** @description attempts after which the request was closed */
                            closings: number;
                        }[];
                        /** @description requests that were erased or purged since the period began, which are not counted */
                        erased?: {
                            requests: number;
                            /** @description when */
                            last: string;
                        };
                        /** @description erasures before this day are not known */
                        erasuresSince?: string;
                        /** @description due dates that were changed before this day are known only from tickets */
                        postponementsSince?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getCallbackPeriods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Period"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    postCallbackPeriods: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description a key that you choose, unique per request: repeating a request with its key has no second effect */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Morning",
                 *       "periodStart": "09:00",
                 *       "periodEnd": "12:00"
                 *     }
                 */
                "application/json": {
                    name: string;
                    /**
                     * @description HH:MM or HH:MM:SS
                     * @example 09:00
                     */
                    periodStart: string;
                    /**
                     * @description HH:MM or HH:MM:SS
                     * @example 12:00
                     */
                    periodEnd: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        uuid: string;
                        name: string;
                        /** @example 09:00:00 */
                        periodStart: string;
                        /** @example 17:00:00 */
                        periodEnd: string;
                        default: boolean;
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Period"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getCallbackPeriodsByUuid: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description uuid */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Period"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    deleteCallbackPeriodsByUuid: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description the ETag of the object as it was read; if the object has changed since, answers 412 and writes nothing */
                "if-match"?: string;
                /** @description `*`: if the object exists, answers 412 and writes nothing */
                "if-none-match"?: string;
            };
            path: {
                /** @description uuid */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        uuid: string;
                        name: string;
                        /** @example 09:00:00 */
                        periodStart: string;
                        /** @example 17:00:00 */
                        periodEnd: string;
                        default: boolean;
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    patchCallbackPeriodsByUuid: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description the ETag of the object as it was read; if the object has changed since, answers 412 and writes nothing */
                "if-match"?: string;
                /** @description `*`: if the object exists, answers 412 and writes nothing */
                "if-none-match"?: string;
            };
            path: {
                /** @description uuid */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "periodEnd": "12:30"
                 *     }
                 */
                "application/json": {
                    name?: string;
                    /**
                     * @description HH:MM or HH:MM:SS
                     * @example 09:00
                     */
                    periodStart?: string;
                    /**
                     * @description HH:MM or HH:MM:SS
                     * @example 12:00
                     */
                    periodEnd?: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        uuid: string;
                        name: string;
                        /** @example 09:00:00 */
                        periodStart: string;
                        /** @example 17:00:00 */
                        periodEnd: string;
                        default: boolean;
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    postCallbackPeriodsDefault: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description the ETag of the object as it was read; if the object has changed since, answers 412 and writes nothing */
                "if-match"?: string;
                /** @description `*`: if the object exists, answers 412 and writes nothing */
                "if-none-match"?: string;
            };
            path: {
                /** @description uuid */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        uuid: string;
                        name: string;
                        /** @example 09:00:00 */
                        periodStart: string;
                        /** @example 17:00:00 */
                        periodEnd: string;
                        default: boolean;
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getCallbackImports: {
        parameters: {
            query?: {
                /** @description show only imports into this list */
                listUuid?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportRun"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getCallbackImportsByUuid: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description uuid */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        uuid: string;
                        /** Format: uuid */
                        listUuid?: string;
                        /** @description name of the list at the time of the import */
                        listName: string;
                        fileName?: string;
                        /** @description SHA-256 of the file as it was sent */
                        sha256?: string;
                        imported: number;
                        /** @description number of skipped duplicates */
                        skipped: number;
                        rejected: number;
                        importedBy: string;
                        /** Format: date-time */
                        importedAt: string;
                        /** Format: date-time */
                        undoneAt?: string;
                        /** @description why nothing was imported */
                        failed?: string;
                        /** @description the first problems of a file that failed */
                        errors?: {
                            line?: number;
                            column?: string;
                            /** @description JSON pointer to the value in the body (RFC 6901) */
                            pointer?: string;
                            value?: string;
                            reason: string;
                        }[];
                        /** @description the detected format of the file */
                        form?: {
                            /** @enum {unknown} */
                            kind: "csv" | "xlsx" | "ods";
                            encoding?: string;
                            delimiter?: string;
                            sheet?: string;
                            /** @description the program that exports files with these columns */
                            program?: string;
                            /** @description the column that each field comes from */
                            fields: {
                                [key: string]: string;
                            };
                            /** @description number of columns that are read */
                            known: number;
                            /** @description number of columns that are ignored */
                            ignored: number;
                        };
                        /** @description where the customers' data come from */
                        origin?: string;
                        rows?: {
                            /** @description unchanged, and still in the list of the import */
                            untouched: number;
                            changed: number;
                            closed: number;
                            moved: number;
                            deleted: number;
                        };
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    postCallbackImportsUndo: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description uuid */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        run: components["schemas"]["ImportRun"];
                        /** @description number of deleted requests */
                        deleted: number;
                        /** @description requests that were changed, moved or closed since the import */
                        kept: string[];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getChanges: {
        parameters: {
            query?: {
                /** @description only the rights of this login */
                user?: string;
                /** @description only the dissuasion of this queue, and its other destinations: its name, or id:N */
                queue?: string;
                /** @description only this callback list and its imports: its name, or id:UUID */
                list?: string;
                /** @description only this callback request: its uuid */
                request?: string;
                /** @description only changes by this user@host or token@address, or by the part before @ */
                by?: string;
                /** @description only from this moment on: 2026-11-28, 2026-11-28T14:30:00Z, yesterday, -3d, -2h */
                since?: string;
                /** @description only before this moment */
                until?: string;
                kind?: "rights" | "dissuasion" | "destination" | "sound" | "override" | "callbackList" | "callbackRequest" | "doNotCall" | "ticket" | "period" | "import" | "erasure" | "adoption" | "schema";
                /** @description only the changes of one command or request */
                run?: string;
                /** @description at most this many [50] */
                limit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryEntry"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getChangesById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description a number */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description id of a change */
                        id?: string;
                        /** Format: date-time */
                        at?: string;
                        /**
                         * Format: date-time
                         * @description for a change made elsewhere: the time of the last known change before it
                         */
                        since?: string;
                        /** @description user@host, or token@address over REST */
                        by: string;
                        /**
                         * @description how it was made; elsewhere: not with xivoctl
                         * @enum {unknown}
                         */
                        channel: "command" | "cron" | "rest" | "elsewhere";
                        via?: {
                            sudo?: string;
                            ssh?: string;
                        };
                        /** @description the command or route, without values of customers */
                        asked: string;
                        /** Format: uuid */
                        run?: string;
                        change: components["schemas"]["Change"];
                        /** @description id of a change */
                        undoes?: string;
                        /** @description id of a change */
                        undoneBy?: string;
                        requests?: {
                            /** Format: uuid */
                            uuid: string;
                            before?: {
                                [key: string]: unknown;
                            };
                            after?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    postChangesUndo: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "changes": [
                 *         "4711"
                 *       ]
                 *     }
                 */
                "application/json": {
                    changes?: string[];
                    /** Format: uuid */
                    run?: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        undone: string[];
                        /** @description requests of an import that were changed since */
                        kept?: string[];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getQueues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getQueuesById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description a number */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getGroups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        name: string;
                        /** @description number of agents in it */
                        agents: number;
                    }[];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getIncalls: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        /** @description the number */
                        exten?: string;
                        context?: string;
                    }[];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    deleteQueuesDissuasion: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description the ETag of the object as it was read; if the object has changed since, answers 412 and writes nothing */
                "if-match"?: string;
                /** @description `*`: if the object exists, answers 412 and writes nothing */
                "if-none-match"?: string;
            };
            path: {
                /** @description a number */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        name: string;
                        dissuasion: {
                            /** @constant */
                            type: "soundFile";
                            value: {
                                soundFile: string;
                            };
                        } | {
                            /** @constant */
                            type: "queue";
                            value: {
                                queueName: string;
                            };
                        } | {
                            /** @constant */
                            type: "other";
                        };
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getDissuasions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        name: string;
                        dissuasion: {
                            /** @constant */
                            type: "soundFile";
                            value: {
                                soundFile: string;
                            };
                        } | {
                            /** @constant */
                            type: "queue";
                            value: {
                                queueName: string;
                            };
                        } | {
                            /** @constant */
                            type: "other";
                        };
                        /** @description the action as XiVO stores it, or 'none' */
                        action: string;
                        actionarg1?: string;
                        actionarg2?: string;
                        /** @description why callers would not reach it */
                        broken?: string;
                        /** @description why it could not be checked */
                        unchecked?: string;
                        /** @description the length of the sound, when it is known */
                        seconds?: number;
                        /** @description the schedule that currently closes the queue, and where its callers go */
                        closed?: {
                            /** @description its name */
                            schedule: string;
                            /** Format: date-time */
                            until?: string;
                            /** @description time zone of the schedule */
                            timeZone?: string;
                            /** @description what XiVO cannot read in the schedule; it then hangs up on callers */
                            malformed?: string;
                            destination?: {
                                dissuasion: {
                                    /** @constant */
                                    type: "soundFile";
                                    value: {
                                        soundFile: string;
                                    };
                                } | {
                                    /** @constant */
                                    type: "queue";
                                    value: {
                                        queueName: string;
                                    };
                                } | {
                                    /** @constant */
                                    type: "other";
                                };
                                /** @description the action as XiVO stores it, or 'none' */
                                action: string;
                                actionarg1?: string;
                                actionarg2?: string;
                            };
                        };
                    }[];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getDissuasionOverrides: {
        parameters: {
            query?: {
                /** @description also list overrides that have ended */
                ended?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Override"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    postDissuasionOverrides: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description a key that you choose, unique per request: repeating a request with its key has no second effect */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "soundFile": "bienvenue.wav",
                 *       "queueIds": [
                 *         3,
                 *         5
                 *       ],
                 *       "until": "+2h"
                 *     }
                 */
                "application/json": {
                    /** @description a file of the sound directory, with its extension */
                    soundFile: string;
                    queueIds?: number[];
                    /** @description every queue */
                    all?: boolean;
                    /** @description with all: queues to leave out */
                    exceptIds?: number[];
                    /** @description name of the sound [that of the file] */
                    name?: string;
                    /**
                     * @description when it starts [now]
                     * @example 2026-12-24T18:00:00+01:00
                     * @example +2h
                     */
                    from?: string;
                    /**
                     * @description when it ends [when somebody ends it]
                     * @example 2026-12-24T18:00:00+01:00
                     * @example +2h
                     */
                    until?: string;
                    /** @description use the sound even if Asterisk would not play it */
                    force?: boolean;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        /** @description the name of the file that was given */
                        sound: string;
                        /** @enum {unknown} */
                        state: "planned" | "running" | "ended";
                        /** Format: date-time */
                        from: string;
                        /** Format: date-time */
                        until?: string;
                        /** Format: date-time */
                        startedAt?: string;
                        /** Format: date-time */
                        endedAt?: string;
                        /** Format: date-time */
                        createdAt: string;
                        createdBy: string;
                        /** @description the time zone of times that are given without one */
                        timeZone: string;
                        queues: {
                            id: number;
                            name: string;
                            /** @description the sound that its callers hear */
                            soundFile: string;
                            file: string;
                            /** @description where callers went before; absent until the override starts */
                            before?: {
                                dissuasion: {
                                    /** @constant */
                                    type: "soundFile";
                                    value: {
                                        soundFile: string;
                                    };
                                } | {
                                    /** @constant */
                                    type: "queue";
                                    value: {
                                        queueName: string;
                                    };
                                } | {
                                    /** @constant */
                                    type: "other";
                                };
                                /** @description the action as XiVO stores it, or 'none' */
                                action: string;
                                actionarg1?: string;
                                actionarg2?: string;
                            };
                            /**
                             * @description what happened to its dissuasion at the end; absent until then
                             * @enum {unknown}
                             */
                            outcome?: "restored" | "changed" | "replaced" | "gone" | "not started";
                        }[];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Override"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    postDissuasionOverridesEnd: {
        parameters: {
            query?: {
                /** @description show what would change, and write nothing */
                dryRun?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description a number */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        started: components["schemas"]["Override"][];
                        ended: components["schemas"]["Override"][];
                        /** @description true in the answer to a dry run, otherwise absent */
                        dryRun?: boolean;
                        /** @description in a dry run: what would change */
                        changes?: components["schemas"]["Change"][];
                        /** @description in a dry run: remarks about the new state */
                        hints?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
    getDissuasionSounds: {
        parameters: {
            query?: {
                /** @description a number */
                queueId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description file name without extension */
                        name: string;
                        /**
                         * @description the worst result for any caller
                         * @enum {unknown}
                         */
                        verdict: "plays" | "not on every Asterisk" | "needs a codec" | "not read" | "noise" | "plays nothing" | "does not play";
                        /** @description what callers hear on calls in each coding, and from which file */
                        calls: {
                            alaw: {
                                /**
                                 * @description what callers hear; docs/sounds.md describes each
                                 * @enum {unknown}
                                 */
                                verdict: "plays" | "not on every Asterisk" | "needs a codec" | "not read" | "noise" | "plays nothing" | "does not play";
                                /** @description path in the sound directory */
                                file?: string;
                                /** @description files that another Asterisk may take in its place */
                                or?: string[];
                                /** @description how much of it is heard */
                                seconds?: number;
                            };
                            ulaw: {
                                /**
                                 * @description what callers hear; docs/sounds.md describes each
                                 * @enum {unknown}
                                 */
                                verdict: "plays" | "not on every Asterisk" | "needs a codec" | "not read" | "noise" | "plays nothing" | "does not play";
                                /** @description path in the sound directory */
                                file?: string;
                                /** @description files that another Asterisk may take in its place */
                                or?: string[];
                                /** @description how much of it is heard */
                                seconds?: number;
                            };
                            other: {
                                /**
                                 * @description what callers hear; docs/sounds.md describes each
                                 * @enum {unknown}
                                 */
                                verdict: "plays" | "not on every Asterisk" | "needs a codec" | "not read" | "noise" | "plays nothing" | "does not play";
                                /** @description path in the sound directory */
                                file?: string;
                                /** @description files that another Asterisk may take in its place */
                                or?: string[];
                                /** @description how much of it is heard */
                                seconds?: number;
                            };
                        };
                        /** @description by the name of the folder, where the sound is in language folders */
                        languages?: {
                            [key: string]: {
                                alaw: {
                                    /**
                                     * @description what callers hear; docs/sounds.md describes each
                                     * @enum {unknown}
                                     */
                                    verdict: "plays" | "not on every Asterisk" | "needs a codec" | "not read" | "noise" | "plays nothing" | "does not play";
                                    /** @description path in the sound directory */
                                    file?: string;
                                    /** @description files that another Asterisk may take in its place */
                                    or?: string[];
                                    /** @description how much of it is heard */
                                    seconds?: number;
                                };
                                ulaw: {
                                    /**
                                     * @description what callers hear; docs/sounds.md describes each
                                     * @enum {unknown}
                                     */
                                    verdict: "plays" | "not on every Asterisk" | "needs a codec" | "not read" | "noise" | "plays nothing" | "does not play";
                                    /** @description path in the sound directory */
                                    file?: string;
                                    /** @description files that another Asterisk may take in its place */
                                    or?: string[];
                                    /** @description how much of it is heard */
                                    seconds?: number;
                                };
                                other: {
                                    /**
                                     * @description what callers hear; docs/sounds.md describes each
                                     * @enum {unknown}
                                     */
                                    verdict: "plays" | "not on every Asterisk" | "needs a codec" | "not read" | "noise" | "plays nothing" | "does not play";
                                    /** @description path in the sound directory */
                                    file?: string;
                                    /** @description files that another Asterisk may take in its place */
                                    or?: string[];
                                    /** @description how much of it is heard */
                                    seconds?: number;
                                };
                            };
                        };
                        /** @description why it does not simply play */
                        faults: string[];
                        /** @description what callers will or may notice */
                        remarks: string[];
                        /** @description empty when the sound is used but missing */
                        files: {
                            /** @description path in the sound directory */
                            file: string;
                            /** @description the language folder that it is in */
                            language?: string;
                            /**
                             * @description what callers hear; docs/sounds.md describes each
                             * @enum {unknown}
                             */
                            verdict: "plays" | "not on every Asterisk" | "needs a codec" | "not read" | "noise" | "plays nothing" | "does not play";
                            /** @description why Asterisk does not simply play it */
                            faults: string[];
                            /** @description what callers will or may notice */
                            remarks: string[];
                            /** @description how much of it is heard */
                            seconds?: number;
                            /** @description whether Asterisk finds it by its name */
                            found: boolean;
                            /** @description whether Asterisk opens it */
                            opens: boolean;
                            /** @description in bytes */
                            size?: number;
                            /** @description samples per second */
                            rate?: number;
                            channels?: number;
                            /** @description bits per sample */
                            bits?: number;
                            level?: {
                                /** @description the loudest sample, in dBFS */
                                peak: number;
                                /** @description the whole, silence included, in dBFS */
                                rms: number;
                                /** @description the speech without the silence, by ITU-T P.56, in dBFS */
                                speech: number;
                                /** @description number of samples in runs of three or more at full scale */
                                clipped: number;
                                /** @description seconds of silence at the start and at the end */
                                silence: {
                                    start: number;
                                    end: number;
                                };
                                /** @description mean of the samples, 1 at full scale: the DC offset */
                                offset: number;
                                /** @description whether the samples look like random numbers */
                                noise: boolean;
                                /** @description loudness of twelve equal parts, in dBFS */
                                loudness: number[];
                            };
                        }[];
                        usedBy: {
                            /** @description XiVO's name of the event; `chanunavail` of a queue is its dissuasion */
                            event: string;
                            category: string;
                            /** @description the owner's id */
                            categoryval: string;
                            queueName?: string;
                        }[];
                    }[];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherFailure"];
        };
    };
}
