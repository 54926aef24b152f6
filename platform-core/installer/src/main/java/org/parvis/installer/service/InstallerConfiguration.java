package org.parvis.installer.service;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** PID {@code org.parvis.installer}. */
@ObjectClassDefinition(name = "Installer", description = "How networks are installed, and who may do it.")
@interface InstallerConfiguration {
    @AttributeDefinition(
            description =
                    "Lets in networks that nobody signed. For development only: such a network runs with all that the"
                            + " platform may do, and a warning stays as long as it is installed.")
    boolean unsigned() default false;

    @AttributeDefinition(description = "The folder of trusted keys. Empty: network-keys in etc of the platform's home.")
    String keys_folder() default "";

    @AttributeDefinition(description = "The folder that is watched. Empty: deploy in the platform's home.")
    String deploy_folder() default "";

    @AttributeDefinition(
            description =
                    "Who may install over the REST interface: ids of people, separated by blanks or commas. Empty: nobody.")
    String operators() default "";

    @AttributeDefinition(description = "How long a new version may take to get ready before the old one goes on.")
    String update_timeout() default "PT30S";

    @AttributeDefinition(description = "How long the version before may take to finish its calls.")
    String drain() default "PT30S";

    @AttributeDefinition(description = "How long after an update a risen error rate takes it back by itself.")
    String probation() default "PT10M";

    @AttributeDefinition(description = "How many calls a new version must have answered before it is judged.")
    int probation_calls() default 20;

    @AttributeDefinition(
            description = "By how many percentage points more calls than before must fail for an update to be taken back.")
    int probation_margin() default 20;

    @AttributeDefinition(description = "The version of this configuration.")
    String config_version() default "1";
}
